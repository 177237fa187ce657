"use client";
import type { SavedTheme } from "@archipel/contracts/portals.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useWatch } from "react-hook-form";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { usePortalForm } from "./portal-values.ts";
import { partsChanged } from "./theme-parts.ts";

const LATEST = 8;

/** Themes that the community keeps by name, and those that this portal has shown. Taking one fills the form: it is shown once it is saved. */
export function KeptThemes({ portalId }: { readonly portalId: string | undefined }) {
  const { setValue } = usePortalForm();
  const take = ({ baseTheme: base, theme }: SavedTheme) => {
    setValue("baseTheme", base, { shouldDirty: true });
    setValue("theme", theme, { shouldDirty: true, shouldTouch: true });
  };
  return (
    <>
      <NamedThemes onTake={take} />
      {portalId && <Versions portalId={portalId} onTake={take} />}
    </>
  );
}

function NamedThemes({ onTake }: { readonly onTake: (theme: SavedTheme) => void }) {
  const t = useTranslations("admin.portals.kept");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const { control } = usePortalForm();
  const [base, theme = {}] = useWatch({ control, name: ["baseTheme", "theme"] });
  const [name, setName] = useState("");
  const input = { communityId: community.id };
  const { data: kept = [] } = useQuery(api.portals.themes.queryOptions(input));
  const onSuccess = (themes: SavedTheme[]) => queryClient.setQueryData(api.portals.themes.queryKey(input), themes);
  const save = useMutation(
    api.portals.saveTheme.mutationOptions({
      onSuccess: (themes) => {
        onSuccess(themes);
        setName("");
        toasts.add({ title: t("saved") });
      },
    }),
  );
  const remove = useMutation(api.portals.deleteTheme.mutationOptions({ onSuccess }));
  const error = save.error ?? remove.error;
  const isTaken = kept.some((one) => one.name === name.trim());
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium font-text">{t("title")}</legend>
      <p className="text-ink-muted text-small">{t("hint")}</p>
      {kept.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line">
          {kept.map((one) => (
            <ThemeRow key={one.id} theme={one} label={one.name ?? ""}>
              <Button onClick={() => onTake(one)} aria-label={t("useNamed", { name: one.name ?? "" })}>
                {t("use")}
              </Button>
              <Button
                tone="quiet"
                disabled={remove.isPending}
                onClick={() => remove.mutate({ ...input, themeId: one.id })}
                aria-label={t("deleteNamed", { name: one.name ?? "" })}
              >
                {t("delete")}
              </Button>
            </ThemeRow>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t("name")} className="min-w-0 flex-1 basis-56">
          {(field) => <TextInput {...field} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Button
          disabled={save.isPending}
          onClick={() => save.mutate({ ...input, name: name.trim(), baseTheme: base, theme })}
          {...(name.trim() === "" && { disabledReason: t("nameFirst") })}
        >
          {t(isTaken ? "replace" : "keep")}
        </Button>
      </div>
      {error && <Alert tone="danger" title={errorText(error)} isLive />}
    </fieldset>
  );
}

function Versions({ portalId, onTake }: { readonly portalId: string; readonly onTake: (theme: SavedTheme) => void }) {
  const t = useTranslations("admin.portals.kept");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const [isAll, setAll] = useState(false);
  const { data: versions = [] } = useQuery(api.portals.themeVersions.queryOptions({ communityId: community.id, portalId }));
  if (versions.length === 0) return null;
  const shown = isAll ? versions : versions.slice(0, LATEST);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium font-text">{t("versions")}</legend>
      <ol className="divide-y divide-line rounded-card border border-line">
        {shown.map((one, index) => {
          const before = versions[index + 1];
          const changed = before ? partsChanged(before, one).map((part) => t(`parts.${part}`)) : [];
          const day = formatDateTime(locale, one.createdAt);
          return (
            <ThemeRow key={one.id} theme={one} label={day} detail={before ? changed.join(", ") : t("first")}>
              {index === 0 ? (
                <span className="text-ink-muted text-small">{t("current")}</span>
              ) : (
                <Button onClick={() => onTake(one)} aria-label={t("takeBackOf", { day })}>
                  {t("takeBack")}
                </Button>
              )}
            </ThemeRow>
          );
        })}
      </ol>
      {versions.length > shown.length && (
        <Button tone="quiet" className="self-start" onClick={() => setAll(true)}>
          {t("all", { count: versions.length })}
        </Button>
      )}
    </fieldset>
  );
}

interface ThemeRowProps {
  readonly theme: SavedTheme;
  readonly label: string;
  readonly detail?: string;
  readonly children: ReactNode;
}

function ThemeRow({ theme, label, detail, children }: ThemeRowProps) {
  const locale = useLocale();
  const { light, dark } = portalTheme(theme.baseTheme, theme.theme).colours;
  return (
    <li className="flex flex-wrap items-center gap-3 px-3 py-2">
      <span aria-hidden className="flex overflow-hidden rounded-control border border-line-strong">
        {Object.entries({ ground: light.ground, accent: light.accent, night: dark.ground, nightAccent: dark.accent }).map(
          ([name, colour]) => (
            <span key={name} className="block h-6 w-4" style={{ background: colour }} />
          ),
        )}
      </span>
      <span className="min-w-0 flex-1 basis-40">
        <span className="block">{label}</span>
        <span className="block text-ink-muted text-small">{detail || baseTheme(theme.baseTheme).theme.label[locale]}</span>
      </span>
      {children}
    </li>
  );
}
