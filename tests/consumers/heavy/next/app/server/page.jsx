import { verdict } from "../../verdict.js";

export const dynamic = "force-dynamic";

export default async function Page() {
  return <output>{await verdict()}</output>;
}
