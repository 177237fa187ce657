import { messagesOf } from "@archipel/i18n/messages.ts";
import { signInPath } from "@archipel/session/sign-in-path.ts";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { currentSession } from "../../auth.ts";
import { links } from "../../links.ts";
import { loadExplanation } from "./loaders.ts";
import { WhyNotMore } from "./why-not-more.tsx";

interface PartialAccessProps {
  readonly portalId: string;
  readonly datasetId: string;
  /** Of the dataset on the portal: a visitor who signs in comes back to it. */
  readonly slug: string;
}

/** For a reader who sees a part of a dataset through grants: which part, why not more, and how to ask for it. */
export async function PartialAccess({ portalId, datasetId, slug }: PartialAccessProps) {
  const [locale, explanation, session] = await Promise.all([getLocale(), loadExplanation(datasetId), currentSession()]);
  const signIn = session ? null : signInPath(links.dataset(locale, slug), locale);
  if (explanation?.access !== "part") return null;
  return (
    <NextIntlClientProvider messages={messagesOf(locale, ["grants", "common", "errors"])}>
      <ApiProvider>
        <WhyNotMore portalId={portalId} datasetId={datasetId} given={explanation} signIn={signIn} />
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
