export * from "passgate/element/define";
