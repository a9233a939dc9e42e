// Where lines break, measured in a page.

/**
 * Runs in the page. Returns how many Chinese punctuation marks it shows, and the sentences in which one begins a line.
 */
export function marksAtLineStarts() {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const top = (node, at) => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    // At a line break, WebKit adds an empty rectangle at the end of the line before.
    return [...range.getClientRects()].pop()?.top;
  };
  let seen = 0;
  const beginning = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const { index } of node.data.matchAll(/(?!^)[，。、；：）”」]/g)) {
      seen += 1;
      if (top(node, index) > top(node, index - 1) + 4) beginning.push(node.data);
    }
  }
  return { seen, beginning };
}
