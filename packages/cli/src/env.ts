/** The language that the shell asks for; the only reader of the environment. */
export function shellLocale(): "fr" | "en" {
  return /^fr/i.test(process.env.LC_ALL ?? process.env.LANG ?? "") ? "fr" : "en";
}
