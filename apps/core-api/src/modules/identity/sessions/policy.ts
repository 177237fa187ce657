/** Names of browsers and systems in user agents. The order matters: Edge and Opera also say Chrome, and every one of them says Safari. */
const BROWSERS: readonly [name: string, mark: RegExp][] = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\b(?:OPR|Opera)\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//],
  ["Safari", /\bVersion\/[\d.]+ .*Safari\//],
];
const SYSTEMS: readonly [name: string, mark: RegExp][] = [
  ["Android", /\bAndroid\b/],
  ["iOS", /\b(?:iPhone|iPad|iPod)\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b|\bMacintosh\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
];
/** Longer ones are not from browsers. */
const LONGEST = 1000;

/** What is kept of a user agent: two names that a person recognises, and nothing that tells one browser from another of its kind. */
export function browserOf(userAgent: string | undefined): { browser: string | null; system: string | null } {
  const text = (userAgent ?? "").slice(0, LONGEST);
  const named = (list: typeof BROWSERS) => list.find(([, mark]) => mark.test(text))?.[0] ?? null;
  return { browser: named(BROWSERS), system: named(SYSTEMS) };
}
