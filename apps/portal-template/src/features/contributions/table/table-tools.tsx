import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { Button } from "@archipel/ui/button.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { Popover } from "@archipel/ui/popover.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { clsx } from "clsx";
import { ArrowDownToLine, CircleAlert, Keyboard, LocateFixed, PaintBucket, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactElement, useId } from "react";
import type { Scope } from "./use-rows.ts";
import type { Table } from "./use-table.ts";

interface TableToolsProps {
  readonly table: Table;
  readonly layer: PortalLayer;
  /** The layers that the table can show. */
  readonly choices: readonly PortalLayer[];
  readonly onLayer: (layerId: string) => void;
  /** Why nothing can be filled now. */
  readonly noFill: string | undefined;
  readonly onClose: () => void;
}

const SCOPES: readonly Scope[] = ["view", "all", "changed"];
const KEYS = ["move", "edit", "select", "copy", "fillDown", "fillAll", "clear", "undo", "open", "leave"] as const;

/** The choice of rows, and the actions on the chosen cells. */
export function TableTools({ table, layer, choices, onLayer, noFill, onClose }: TableToolsProps) {
  const t = useTranslations("contributions.table");
  const isChoice = choices.length > 1;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
      <h3 className={clsx("min-w-0 max-w-56 truncate font-medium max-lg:w-[calc(100%-3.5rem)] max-lg:max-w-none", isChoice && "sr-only")}>
        {layer.title}
      </h3>
      {isChoice && (
        <Select
          aria-label={t("layer")}
          className="w-52 max-lg:w-[calc(100%-3.5rem)] [&>select]:min-h-9 [&>select]:py-1 [&>select]:truncate [&>select]:text-small"
          value={layer.id}
          options={choices.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(event) => onLayer(event.target.value)}
        />
      )}
      <ScopeChoice table={table} />
      <span className="relative min-w-44 flex-1">
        <Search aria-hidden className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-ink-muted" />
        <TextInput
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          maxLength={100}
          className="min-h-9! truncate py-1! pr-2! pl-8! text-small!"
          value={table.search}
          onChange={(event) => table.setSearch(event.target.value)}
        />
      </span>
      {table.wrong > 0 && (
        <Button className="min-h-9! border-danger! px-3! text-danger! text-small!" onClick={table.nextWrong}>
          <CircleAlert aria-hidden className="size-4" />
          {t("toRepair", { count: table.wrong })}
        </Button>
      )}
      <span role="toolbar" aria-label={t("tools")} className="flex gap-1">
        <Tool name={t("fillDown")} keys="Ctrl+D" reason={noFill} onClick={() => table.cells.fillDown(table.grid.rect)}>
          <ArrowDownToLine aria-hidden className="size-5" />
        </Tool>
        <Tool name={t("fill")} keys={t("fillKeys")} reason={noFill} onClick={() => table.grid.edit({ isFilling: true })}>
          <PaintBucket aria-hidden className="size-5" />
        </Tool>
        <Tool name={t("follow")} isOn={table.isFollowing} onClick={() => table.setFollowing(!table.isFollowing)}>
          <LocateFixed aria-hidden className="size-5" />
        </Tool>
        <KeyHelp />
      </span>
      <Button
        isSquare
        tone="quiet"
        className="size-9! min-h-9! text-ink-muted! max-lg:absolute max-lg:top-2 max-lg:right-3"
        aria-label={t("close")}
        onClick={onClose}
      >
        <X aria-hidden className="size-5" />
      </Button>
    </div>
  );
}

function ScopeChoice({ table }: { readonly table: Table }) {
  const t = useTranslations("contributions.table");
  const name = useId();
  return (
    <fieldset className="flex overflow-hidden rounded-control border border-line-strong">
      <legend className="sr-only">{t("scope.label")}</legend>
      {SCOPES.map((scope) => (
        <label
          key={scope}
          className={clsx(
            "flex min-h-9 cursor-pointer items-center border-line-strong border-l px-3 text-small first-of-type:border-l-0",
            "has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2",
            table.scope === scope ? "bg-accent text-on-accent" : "bg-surface hover:bg-sunken",
          )}
        >
          <input
            ref={hearEarly}
            type="radio"
            name={name}
            className="sr-only"
            checked={table.scope === scope}
            onChange={() => table.setScope(scope)}
          />
          {scope === "changed" ? t("scope.changed", { count: table.rows.changed }) : t(`scope.${scope}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** The list of the grid's keys. */
function KeyHelp() {
  const t = useTranslations("contributions.table");
  return (
    <Popover
      title={t("keys.title")}
      trigger={
        <Button isSquare tone="quiet" className="size-9! min-h-9! text-ink!" aria-label={t("keys.title")}>
          <Keyboard aria-hidden className="size-5" />
        </Button>
      }
    >
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 p-4 text-small">
        {KEYS.map((key) => (
          <div key={key} className="col-span-2 grid grid-cols-subgrid">
            <dt className="font-medium">{t(`keys.${key}`)}</dt>
            <dd className="text-ink-muted">{t(`keys.${key}Does`)}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}

interface ToolProps {
  readonly name: string;
  readonly keys?: string;
  readonly reason?: string | undefined;
  readonly isOn?: boolean;
  readonly onClick: () => void;
  readonly children: ReactElement;
}

function Tool({ name, keys, reason, isOn, onClick, children }: ToolProps) {
  if (reason !== undefined) {
    return (
      <Button
        isSquare
        tone="quiet"
        aria-label={name}
        className="size-9! min-h-9! border-transparent! bg-transparent!"
        disabledReason={`${name} : ${reason}`}
      >
        {children}
      </Button>
    );
  }
  return (
    <Tooltip text={keys ? `${name} (${keys})` : name}>
      <Button
        isSquare
        tone="quiet"
        aria-label={name}
        {...(isOn !== undefined && { "aria-pressed": isOn })}
        className={clsx("size-9! min-h-9!", isOn ? "bg-accent! text-on-accent!" : "text-ink!")}
        onClick={onClick}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
