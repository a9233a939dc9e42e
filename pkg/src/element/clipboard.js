/** Copies the text; returns whether it succeeded. Insecure and embedded pages have no clipboard. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
