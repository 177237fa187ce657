"use client";
import type { GuestSubject } from "@archipel/contracts/follows.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, type ButtonTone } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { BellPlus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

interface GuestFollowProps {
  readonly portalId: string;
  readonly subject: GuestSubject;
  readonly tone: ButtonTone;
  /** The way for people with an account. */
  readonly signIn: ReactNode;
  /** The form is open from the start: its button is elsewhere. */
  readonly isOpen?: boolean;
}

/** Follows a place, the news or the alerts by mail, without an account: the mailbox is asked first. */
export function GuestFollow({ portalId, subject, tone, signIn, isOpen: isAsked = false }: GuestFollowProps) {
  const locale = useLocale();
  const t = useTranslations("follows.guest");
  const [isOpen, setOpen] = useState(isAsked);
  const [isWrong, setWrong] = useState(false);
  const ask = useMutation(useApi().follows.ask.mutationOptions());
  if (!isOpen) {
    return (
      <Button tone={tone} aria-expanded={false} onClick={() => setOpen(true)}>
        <BellPlus aria-hidden className="size-4" />
        {t(`open.${subject.kind}`)}
      </Button>
    );
  }
  if (ask.isSuccess) {
    return (
      <div className="basis-full">
        <Alert tone="success" title={t("sent")} isLive>
          {t("sentText", { email: ask.variables.email })}
        </Alert>
      </div>
    );
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email") ?? "").trim();
    const isComplete = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email);
    setWrong(!isComplete);
    if (isComplete) ask.mutate({ portalId, subject, email, locale });
  };
  return (
    <form method="dialog" noValidate onSubmit={send} className="grid basis-full gap-3 rounded-card border border-line bg-surface p-4">
      <p>{t(`text.${subject.kind}`)}</p>
      <Field label={t("email")} hint={t(`privacy.${subject.kind}`)} error={isWrong && t("invalid")} isRequired>
        {(control) => (
          <TextInput {...control} name="email" type="email" autoComplete="email" maxLength={254} autoFocus className="max-w-md" />
        )}
      </Field>
      {ask.error && <FailureAlert error={ask.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" disabled={ask.isPending}>
          {t("send")}
        </Button>
        <Button tone="quiet" onClick={() => setOpen(false)}>
          {t("cancel")}
        </Button>
        {signIn}
      </div>
    </form>
  );
}
