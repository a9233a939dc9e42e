/** Whether the text is in the clipboard now. An insecure or embedded page has none. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
