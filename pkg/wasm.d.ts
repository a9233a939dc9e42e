/** What an import of the module is, depends on who imports it: workerd gives it compiled, bundlers its address. */
declare const module: WebAssembly.Module;
export default module;
