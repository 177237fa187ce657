import { signInPath } from "@archipel/session/sign-in-path.ts";
import { useLocale } from "next-intl";
import type { MouseEvent } from "react";

/** A link to the sign-in that comes back to the map as it is shown, with `edit` opened (`layer/feature`); null opens nothing. */
export function useSignInHref(edit: string | null) {
  const locale = useLocale();
  return {
    href: signInPath(`/${locale}/map${edit === null ? "" : `?edit=${edit}`}`, locale),
    // The current address describes the map as it is now, so the person comes back to the same view.
    onClick(event: MouseEvent<HTMLAnchorElement>) {
      const { pathname, search, hash } = window.location;
      const query = new URLSearchParams(search);
      if (edit !== null) query.set("edit", edit);
      event.currentTarget.href = signInPath(`${pathname}?${query}${hash}`, locale);
    },
  };
}
