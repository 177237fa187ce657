/**
 * Read by V8: it compiles all functions of the file beside the page's thread, while the file arrives. Without it, V8 compiles each function
 * when it is called, on the page's thread. Other engines ignore it.
 */
const MARK = "//# allFunctionsCalledOnLoad\n";

/** The same script with the mark, which must be its first line. */
export const marked = (text) => (text.startsWith(MARK) ? text : MARK + text);
