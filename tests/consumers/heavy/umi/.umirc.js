export default {
  routes: [{ path: "/", component: "index" }],
  npmClient: "npm",
  mfsu: false,
};
