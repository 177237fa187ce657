import { fold } from "@archipel/i18n/fold.ts";

/** What a typed sentence asks for: "invite vera@example.org", "donner accès à Vera". `about` is the rest. */
export interface TypedCommand {
  readonly act: "invite" | "grant";
  readonly about: string;
}

const VERBS: Readonly<Record<TypedCommand["act"], readonly string[]>> = {
  invite: ["inviter", "invite"],
  grant: [
    "donner acces",
    "donner un acces",
    "donner un droit",
    "donner le droit",
    "autoriser",
    "partager avec",
    "grant access",
    "grant",
    "share with",
  ],
};
/** Small words between the verb and the person. */
const LINK = /^(?:a|au|aux|avec|to|for)\s+/;

export function typedCommand(typed: string): TypedCommand | null {
  const plain = typed.trim().replace(/\s+/g, " ");
  // The same length as `plain`, so that the rest is taken as it was typed.
  const folded = fold(plain);
  for (const act of ["invite", "grant"] as const) {
    const verb = VERBS[act].find((one) => folded === one || folded.startsWith(`${one} `));
    if (verb === undefined) continue;
    const rest = folded.slice(verb.length).trimStart();
    const about = rest.replace(LINK, "");
    return { act, about: about === "" ? "" : folded.length === plain.length ? plain.slice(plain.length - about.length) : about };
  }
  return null;
}
