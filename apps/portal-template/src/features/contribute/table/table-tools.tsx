import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Popover } from "@archipel/ui/popover.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { clsx } from "clsx";
import { ArrowDownToLine, CircleAlert, Keyboard, LocateFixed, PaintBucket, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactElement, useId } from "react";
import type { Scope } from "./use-rows.ts";

interface TableToolsProps {
  readonly layer: PortalLayer;
  readonly choices: readonly PortalLayer[];
  readonly onLayer: (layerId: string) => void;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
  readonly changed: number;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly wrong: number;
  readonly onNextWrong: () => void;
  readonly isFollowing: boolean;
  readonly onFollowing: (isOn: boolean) => void;
  readonly onFillDown: () => void;
  readonly onFill: () => void;
  /** Why nothing can be filled now. */
  readonly noFill: string | undefined;
  readonly onClose: () => void;
}

const SCOPES: readonly Scope[] = ["view", "all", "changed"];
const KEYS = ["move", "edit", "select", "copy", "fillDown", "fillAll", "clear", "undo", "open", "leave"] as const;

/** Which rows are shown, and what is done to chosen cells. */
export function TableTools(props: TableToolsProps) {
  const t = useTranslations("edit.table");
  const name = useId();
  const isChoice = props.choices.length > 1;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
      <h3 className={clsx("min-w-0 max-w-56 truncate font-medium max-lg:w-[calc(100%-3.5rem)] max-lg:max-w-none", isChoice && "sr-only")}>
        {props.layer.title}
      </h3>
      {isChoice && (
        <Select
          aria-label={t("layer")}
          className="w-52 max-lg:w-[calc(100%-3.5rem)] [&>select]:min-h-9 [&>select]:py-1 [&>select]:truncate [&>select]:text-small"
          value={props.layer.id}
          options={props.choices.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(event) => props.onLayer(event.target.value)}
        />
      )}
      <fieldset className="flex overflow-hidden rounded-control border border-line-strong">
        <legend className="sr-only">{t("scope.label")}</legend>
        {SCOPES.map((scope) => (
          <label
            key={scope}
            className={clsx(
              "flex min-h-9 cursor-pointer items-center border-line-strong border-l px-3 text-small first-of-type:border-l-0",
              "has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2",
              props.scope === scope ? "bg-accent text-on-accent" : "bg-surface hover:bg-sunken",
            )}
          >
            <input type="radio" name={name} className="sr-only" checked={props.scope === scope} onChange={() => props.onScope(scope)} />
            {scope === "changed" ? t("scope.changed", { count: props.changed }) : t(`scope.${scope}`)}
          </label>
        ))}
      </fieldset>
      <span className="relative min-w-44 flex-1">
        <Search aria-hidden className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-ink-muted" />
        <TextInput
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          maxLength={100}
          className="min-h-9! truncate py-1! pr-2! pl-8! text-small!"
          value={props.search}
          onChange={(event) => props.onSearch(event.target.value)}
        />
      </span>
      {props.wrong > 0 && (
        <Button className="min-h-9! border-danger! px-3! text-danger! text-small!" onClick={props.onNextWrong}>
          <CircleAlert aria-hidden className="size-4" />
          {t("toRepair", { count: props.wrong })}
        </Button>
      )}
      <span role="toolbar" aria-label={t("tools")} className="flex gap-1">
        <Tool name={t("fillDown")} keys="Ctrl+D" reason={props.noFill} onClick={props.onFillDown}>
          <ArrowDownToLine aria-hidden className="size-5" />
        </Tool>
        <Tool name={t("fill")} keys={t("fillKeys")} reason={props.noFill} onClick={props.onFill}>
          <PaintBucket aria-hidden className="size-5" />
        </Tool>
        <Tool name={t("follow")} isOn={props.isFollowing} onClick={() => props.onFollowing(!props.isFollowing)}>
          <LocateFixed aria-hidden className="size-5" />
        </Tool>
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
      </span>
      <Button
        isSquare
        tone="quiet"
        className="size-9! min-h-9! text-ink-muted! max-lg:absolute max-lg:top-2 max-lg:right-3"
        aria-label={t("close")}
        onClick={props.onClose}
      >
        <X aria-hidden className="size-5" />
      </Button>
    </div>
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
