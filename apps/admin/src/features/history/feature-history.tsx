"use client";
import type { FeatureHistory, FeatureVersion } from "@archipel/contracts/features.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { formatDateTime, unbroken } from "@archipel/i18n/format.ts";
import { fieldName, useValueText } from "@archipel/map/conflict/value-text.ts";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";

interface FeatureHistoryPanelProps {
  readonly layerId: string;
  /** The feature; null closes the panel. */
  readonly fid: number | null;
  readonly fields: readonly LayerField[];
  readonly onClose: () => void;
}

/** The history of a feature, in a side panel. */
export function FeatureHistoryPanel({ layerId, fid, fields, onClose }: FeatureHistoryPanelProps) {
  const t = useTranslations("admin.history");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const history = useQuery(api.features.history.queryOptions({ layerId, fid: fid ?? 1 }, { enabled: fid !== null }));
  return (
    <Dialog
      placement="side"
      title={t("panelTitle", { label: unbroken(history.data?.label ?? "…") })}
      closeLabel={tc("close")}
      open={fid !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      <QueryView query={history}>{(data) => <Life history={data} fields={fields} />}</QueryView>
    </Dialog>
  );
}

function Life({ history, fields }: { readonly history: FeatureHistory; readonly fields: readonly LayerField[] }) {
  const t = useTranslations("admin.history");
  return (
    <div className="flex flex-col gap-6">
      <section aria-labelledby="versions-title">
        <h3 id="versions-title" className="mb-2 text-base">
          {t("versions")}
        </h3>
        <ol className="flex flex-col gap-4">
          {history.versions.map((version, index) => (
            <VersionEntry key={version.version} version={version} earlier={history.versions[index + 1]} fields={fields} />
          ))}
        </ol>
      </section>
      <Blame history={history} fields={fields} />
    </div>
  );
}

interface VersionEntryProps {
  readonly version: FeatureVersion;
  readonly earlier: FeatureVersion | undefined;
  readonly fields: readonly LayerField[];
}

function VersionEntry({ version, earlier, fields }: VersionEntryProps) {
  const t = useTranslations("admin.history");
  const locale = useLocale();
  const community = useCommunity();
  const text = useValueText();
  const te = useTranslations("admin.contributions");
  const { by, operation } = version;
  const changes = operation === "update" ? version.changedColumns : [];
  const shown = (side: FeatureVersion | undefined, column: string) =>
    text(side?.properties[column], fields.find((field) => field.column === column)?.type) ?? te("emptyValue");
  return (
    <li className="border-line-strong border-l-2 pl-4">
      <p className="font-medium">
        {earlier === undefined && by.contributionId === null && by.authorName === null && by.revision === null
          ? t("asPublished")
          : operation === "insert" && earlier
            ? t("restored")
            : t(`versionActs.${operation}`)}{" "}
        {by.authorName && <span className="font-normal">{t("by", { name: by.authorName })}</span>}
      </p>
      <p className="text-ink-muted text-small">
        {t("version", { number: version.version })} · {formatDateTime(locale, version.changedAt)}
      </p>
      {by.revision !== null && <p>{t("byUpdate", { revision: by.revision })}</p>}
      {by.contributionId && by.contributionTitle && (
        <p className="break-words">
          {hasRole(community, "contributor") ? (
            <Link href={links.contribution(community.slug, by.contributionId)} className="text-accent-ink underline underline-offset-2">
              {unbroken(by.contributionTitle)}
            </Link>
          ) : (
            unbroken(by.contributionTitle)
          )}
        </p>
      )}
      {(changes.length > 0 || (operation === "update" && version.isGeometryChanged)) && (
        <ul className="mt-1 text-small">
          {changes.map((column) => (
            <li key={column} className="wrap-anywhere">
              <span className="text-ink-muted">{fieldName(fields, column)}</span> {shown(earlier, column)} → {shown(version, column)}
            </li>
          ))}
          {operation === "update" && version.isGeometryChanged && <li className="text-ink-muted">{t("geometry")}</li>}
        </ul>
      )}
    </li>
  );
}

/** For each attribute: its value, who set it, and when. */
function Blame({ history, fields }: { readonly history: FeatureHistory; readonly fields: readonly LayerField[] }) {
  const t = useTranslations("admin.history");
  const tt = useTranslations("admin.contributions");
  const locale = useLocale();
  const text = useValueText();
  const latest = history.versions.find(({ operation }) => operation !== "delete");
  const known = [...Object.keys(latest?.properties ?? {}), "geometry"].filter((column) => history.blame[column] !== undefined);
  const originWord = ({ by }: FeatureVersion) =>
    by.revision === null ? t(by.contributionId ? "visitor" : "asPublished") : t("byUpdate", { revision: by.revision });
  const originOf = (column: string) => {
    const version = history.versions.find((one) => one.version === history.blame[column]);
    if (!version) return null;
    return (
      <>
        {version.by.authorName ?? originWord(version)}
        <span className="block whitespace-nowrap text-ink-muted text-small">{formatDateTime(locale, version.changedAt)}</span>
      </>
    );
  };
  const columns: Column<string>[] = [
    {
      key: "name",
      header: tt("attribute"),
      isRowHeader: true,
      cell: (column) => (
        <>
          <span className="break-words">{column === "geometry" ? t("geometry") : fieldName(fields, column)}</span>
          {column !== "geometry" && (
            <span className="wrap-anywhere block font-normal text-small">
              {text(latest?.properties[column], fields.find((field) => field.column === column)?.type) ?? tt("emptyValue")}
            </span>
          )}
        </>
      ),
    },
    { key: "origin", header: t("origin"), cell: originOf },
  ];
  return (
    <div>
      <h3 className="mb-2 text-base">{t("blame")}</h3>
      <Table caption={t("blame")} isCaptionHidden columns={columns} rows={known} rowKey={(column) => column} />
    </div>
  );
}
