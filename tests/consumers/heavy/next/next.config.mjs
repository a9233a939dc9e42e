export default { serverExternalPackages: ["passgate"] };
