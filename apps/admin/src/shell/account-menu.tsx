"use client";
import { LOCALES } from "@archipel/i18n/locales.ts";
import { signOut } from "@archipel/session/sign-out.ts";
import { Menu } from "@archipel/ui/menu.tsx";
import { Languages, LogOut, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useMe } from "../kit/current-community.tsx";
import { links } from "../links.ts";
import { initials } from "./initials.ts";
import { chooseMode, MODE_ICONS, MODES, rememberLocale } from "./preferences.ts";

/** The signed-in person, the language, light or dark mode, and signing out. */
export function AccountMenu() {
  const t = useTranslations();
  const me = useMe();
  const router = useRouter();
  const locale = useLocale();
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="flex min-h-12 w-full items-center gap-3 rounded-control px-3 py-2 text-left hover:bg-sunken">
          <span
            aria-hidden
            className="flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-soft font-medium text-accent-ink text-small"
          >
            {initials(me.name)}
          </span>
          <span className="min-w-0 flex-1">
            <span className="sr-only">{t("admin.shell.account")} </span>
            <span className="block truncate font-medium leading-snug">{me.name}</span>
            <span className="block truncate text-ink-muted text-small leading-snug">{me.email}</span>
          </span>
        </button>
      }
      entries={[
        { kind: "link", label: t("admin.shell.profile"), icon: <UserRound aria-hidden className="size-4" />, href: links.account() },
        { kind: "separator" },
        ...LOCALES.filter((other) => other !== locale).map((other) => ({
          kind: "action" as const,
          label: <span lang={other}>{t(`common.language.${other}`)}</span>,
          icon: <Languages aria-hidden className="size-4" />,
          onSelect: () => {
            rememberLocale(other);
            router.refresh();
          },
        })),
        ...MODES.map((mode) => {
          const Icon = MODE_ICONS[mode];
          return {
            kind: "action" as const,
            label: t(`common.mode.${mode}`),
            icon: <Icon aria-hidden className="size-4" />,
            onSelect: () => chooseMode(mode),
          };
        }),
        { kind: "separator" },
        { kind: "action", label: t("admin.shell.signOut"), icon: <LogOut aria-hidden className="size-4" />, onSelect: signOut },
      ]}
    />
  );
}
