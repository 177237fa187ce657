/** Whether a page is the draft of one. @param rest the path after the language */
export function isPreview(rest: string): boolean {
  return /^\/preview\/[^/]+$/.test(rest);
}
