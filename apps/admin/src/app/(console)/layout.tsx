import { type HelpTopic, helpTopics } from "@archipel/i18n/help.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { signInPath } from "@archipel/session/sign-in-path.ts";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { currentMe } from "../../api/core.ts";
import { HelpTopicsProvider } from "../../features/help/help-topics.tsx";
import { SignedInConsole } from "../../shell/signed-in-console.tsx";

/** The console is for signed-in people. Anyone else is sent to the identity hub, then back to the page they asked for. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const me = await currentMe();
  if (me === null) redirect(signInPath((await headers()).get("x-path") ?? "/"));
  return (
    <HelpTopicsProvider topics={await topicsIn(await getLocale())}>
      <SignedInConsole me={me}>{children}</SignedInConsole>
    </HelpTopicsProvider>
  );
}

const read = new Map<Locale, Promise<readonly HelpTopic[]>>();

/** The topics are part of an installation: their files are read once. */
function topicsIn(locale: Locale): Promise<readonly HelpTopic[]> {
  const topics = read.get(locale) ?? helpTopics(locale);
  read.set(locale, topics);
  return topics;
}
