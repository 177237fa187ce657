"use client";
import { isAwayDigest, waitOfDigest } from "@archipel/api-client/errors.ts";
import { Button } from "@archipel/ui/button.tsx";
import { RetryWhenBack } from "@archipel/ui/retry-when-back.tsx";
import { errorPageText } from "../../../../features/site/error-text.ts";

interface Props {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** Shown when a page failed. Its texts do not come from the messages' provider, which may be what failed. */
export default function ErrorPage({ error, reset }: Props) {
  const isAway = isAwayDigest(error.digest);
  const why = isAway ? "away" : waitOfDigest(error.digest);
  const text = errorPageText(document.documentElement.lang, why);
  return (
    <div className="mx-auto max-w-4xl px-4 py-16 lg:px-8">
      <h1 className="text-headline">{text.title}</h1>
      <p className="mt-3 mb-6 max-w-prose text-ink-muted text-large">{text.text}</p>
      <Button tone="primary" onClick={reset}>
        {text.action}
      </Button>
      {isAway && <RetryWhenBack />}
      {error.digest && why === null && <p className="mt-6 text-ink-muted text-small">{text.reference.replace("{id}", error.digest)}</p>}
    </div>
  );
}
