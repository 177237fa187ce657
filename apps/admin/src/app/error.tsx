"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";

export default function ErrorPage({ reset }: { readonly reset: () => void }) {
  const t = useTranslations();
  return (
    <main className="mx-auto max-w-2xl p-6">
      <h1 className="sr-only">{t("admin.shell.product")}</h1>
      <Alert tone="danger" isLive title={t("errors.unknown")} action={<Button onClick={reset}>{t("common.actions.retry")}</Button>} />
    </main>
  );
}
