/** In workerd this import is a compiled module; in bundlers it is the module's URL. */
declare const module: WebAssembly.Module;
export default module;
