"use client";
import { MAP_TEXT_MAX, MAP_TITLE_MAX } from "@archipel/contracts/map-limits.ts";
import type { SavedMap } from "@archipel/contracts/maps.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapState } from "@archipel/map/model/map-state.ts";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useApi } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { SignInLink } from "../session/sign-in-link.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";
import { inLanguage } from "./in-language.ts";
import { TextField } from "./text-field.tsx";
import { type SaveKind, type SaveWho, useSaving } from "./use-saving.ts";

interface SaveDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly portalId: string;
  /** The saved map that the page opened. */
  readonly saved: SavedMap | null;
  readonly state: MapState;
  readonly isSignedIn: boolean;
  readonly locale: Locale;
}

/** Saves what the map shows: as a new map, as the first chapter of a story, or as the new view of the map that is open. */
export default function SaveDialog({ isOpen, onOpenChange, isSignedIn, portalId, locale, ...about }: SaveDialogProps) {
  const t = useTranslations("maps.save");
  const common = useTranslations("common.actions");
  const rights = useQuery({ ...useApi().maps.rights.queryOptions({ portalId }), enabled: isSignedIn && isOpen });
  return (
    <Dialog title={t("title")} description={t("hint")} closeLabel={common("close")} open={isOpen} onOpenChange={onOpenChange}>
      {!isSignedIn ? (
        <div className="grid justify-items-start gap-4">
          <p>{t("signIn")}</p>
          <SignInLink callbackUrl={hereOf()} locale={locale} className="inline-flex min-h-control items-center text-accent-ink underline">
            {t("signInAction")}
          </SignInLink>
        </div>
      ) : rights.data ? (
        rights.data.communityId === null ? (
          <p>{t("stranger")}</p>
        ) : (
          <SaveForm
            {...about}
            portalId={portalId}
            locale={locale}
            communityId={rights.data.communityId}
            mayPublish={rights.data.mayPublish}
          />
        )
      ) : rights.error ? (
        <FailureAlert error={rights.error} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Dialog>
  );
}

/** The address with the view, so that it is there again after signing in. */
const hereOf = () => `${location.pathname}${location.search}${location.hash}`;

interface SaveFormProps extends Pick<SaveDialogProps, "portalId" | "saved" | "state" | "locale"> {
  readonly communityId: string;
  readonly mayPublish: boolean;
}

function SaveForm({ portalId, saved, state, locale, communityId, mayPublish }: SaveFormProps) {
  const t = useTranslations("maps.save");
  const { draft, change, save, done } = useSaving({ portalId, communityId, saved, locale });
  const [isTried, setTried] = useState(false);
  const isUpdate = draft.kind === "update";
  const isNamed = isUpdate || draft.title.trim() !== "";
  if (done) return <Saved {...done} locale={locale} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isNamed) save.mutate(state);
  };
  const kinds: SaveKind[] = saved?.may.edit ? ["update", "map", "story"] : ["map", "story"];
  const whos: SaveWho[] = ["draft", "unlisted", mayPublish ? "published" : "proposed"];
  return (
    <form method="dialog" noValidate className="grid gap-4" onSubmit={submit}>
      <RadioGroup
        legend={t("kind")}
        name="kind"
        value={draft.kind}
        onValueChange={(value) => change({ kind: kinds.find((kind) => kind === value) ?? "map" })}
        options={kinds.map((kind) => ({
          value: kind,
          label: t(`kinds.${kind}`, { title: saved ? inLanguage(saved.title, locale).text : "" }),
          ...(kind === "story" && { hint: t("storyHint") }),
        }))}
      />
      {!isUpdate && (
        <Field label={t("name")} isRequired error={isTried && !isNamed && t("titleMissing")}>
          {(control) => (
            <TextInput
              {...control}
              value={draft.title}
              maxLength={MAP_TITLE_MAX}
              onChange={({ target }) => change({ title: target.value })}
            />
          )}
        </Field>
      )}
      {draft.kind === "map" && (
        <>
          <TextField
            label={t("text")}
            mark={t("optional")}
            value={draft.text}
            onChange={(text) => change({ text })}
            lang={locale}
            maxLength={MAP_TEXT_MAX}
            rows={4}
          />
          <RadioGroup
            legend={t("who")}
            name="who"
            value={draft.who}
            onValueChange={(value) => change({ who: whos.find((who) => who === value) ?? "draft" })}
            options={whos.map((who) => ({ value: who, label: t(`whos.${who}`) }))}
          />
        </>
      )}
      {save.error && <FailureAlert error={save.error} />}
      <div className="sticky -bottom-4 -mx-5 -mb-4 flex flex-wrap justify-end gap-3 border-line border-t bg-surface px-5 py-3">
        <LinkButton tone="quiet" href={links.ownMaps(locale)}>
          {t("all")}
        </LinkButton>
        <Button type="submit" tone="primary" disabled={save.isPending}>
          {t("submit")}
        </Button>
      </div>
    </form>
  );
}

function Saved({ title, slug, isUpdate, locale }: { title: string; slug: string; isUpdate: boolean; locale: Locale }) {
  const t = useTranslations("maps.save");
  const common = useTranslations("common.actions");
  const path = links.savedMap(locale, slug);
  const address = `${location.origin}${path}`;
  return (
    <div className="grid gap-4">
      <p role="status">{t(isUpdate ? "updated" : "saved", { title })}</p>
      <Field label={t("address")}>
        {(control) => <TextInput {...control} readOnly value={address} onFocus={({ target }) => target.select()} />}
      </Field>
      <div className="flex flex-wrap justify-end gap-3">
        <CopyButton text={address} label={common("copy")} copiedLabel={common("copied")} />
        <LinkButton href={links.ownMaps(locale)}>{t("all")}</LinkButton>
        <LinkButton tone="primary" href={path}>
          {t("open")}
        </LinkButton>
      </div>
    </div>
  );
}
