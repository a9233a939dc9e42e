import { Checker } from "passgate";

export const report = new Checker("eiam").check(42);
