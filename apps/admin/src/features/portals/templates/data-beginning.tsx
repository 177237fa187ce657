"use client";
import { buttonClass, LinkButton } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useQuery } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";

/** A portal for data that are there: its extent, its name and the theme of its topic. */
export function DataBeginning() {
  const t = useTranslations("admin.portals.templates");
  const api = useApi();
  const community = useCommunity();
  const { data = [] } = useQuery(api.datasets.listable.queryOptions({ communityId: community.id }));
  const [chosen, setChosen] = useState("");
  const dataset = chosen || data[0]?.id;
  return (
    <li className="flex flex-col gap-3 rounded-card border border-line bg-surface px-5 py-4">
      <h3 className="text-large">{t("data")}</h3>
      <p className="text-ink-muted text-small">{t("dataText")}</p>
      {dataset === undefined ? (
        <p className="text-small">{t("noData")}</p>
      ) : (
        <Field label={t("dataset")}>
          {(control) => (
            <Select
              {...control}
              value={dataset}
              onChange={(event) => setChosen(event.target.value)}
              options={data.map(({ id, title }) => ({ value: id, label: title }))}
            />
          )}
        </Field>
      )}
      <div className="mt-auto flex flex-wrap gap-2 pt-2">
        {dataset !== undefined && (
          <Link href={links.newPortal(community.slug, { dataset })} className={buttonClass({ tone: "primary" })}>
            {t("begin")}
            <span className="sr-only"> {t("withData")}</span>
          </Link>
        )}
        <LinkButton href={links.uploads(community.slug)} tone={dataset === undefined ? "primary" : "quiet"}>
          <Upload aria-hidden className="size-4" />
          {t("upload")}
        </LinkButton>
      </div>
    </li>
  );
}
