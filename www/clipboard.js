/** Puts a text into the clipboard; whether it is there. An insecure or embedded page has no clipboard. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
