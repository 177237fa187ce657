import { messagesOf } from "@archipel/i18n/messages.ts";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { loadExplanation } from "./loaders.ts";
import { WhyNotMore } from "./why-not-more.tsx";

/** For a person who sees a part of a dataset through grants: which part, why not more, and how to ask for it. */
export async function PartialAccess({ portalId, datasetId }: { readonly portalId: string; readonly datasetId: string }) {
  const [locale, explanation] = await Promise.all([getLocale(), loadExplanation(datasetId)]);
  if (explanation?.access !== "part") return null;
  return (
    <NextIntlClientProvider messages={messagesOf(locale, ["grants", "common", "errors"])}>
      <ApiProvider>
        <WhyNotMore portalId={portalId} datasetId={datasetId} given={explanation} />
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
