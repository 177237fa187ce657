"use client";
import { Button } from "@archipel/ui/button.tsx";
import { ArrowDown, ArrowUp, Copy, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { moved } from "../../../kit/forms/moved.ts";
import { useEditor } from "./editor-context.tsx";

interface PartChoiceProps {
  readonly kind: "tables" | "codeLists";
  readonly names: readonly string[];
  readonly shown: number;
  readonly onShow: (at: number) => void;
  readonly onAdd: () => void;
  readonly onCopy: (at: number) => void;
  /** Called with the current indices in their new order; a missing index is a removed part. */
  readonly onOrder: (order: number[]) => void;
}

/** Tables or code lists by name: chosen, added, copied, reordered and removed. The chosen one is shown below. */
export function PartChoice({ kind, names, shown, onShow, onAdd, onCopy, onOrder }: PartChoiceProps) {
  const t = useTranslations("models.editor.rows");
  const words = useTranslations(kind === "tables" ? "models.editor.tables" : "models.editor.lists");
  const { faults } = useEditor();
  const order = names.map((_, at) => at);
  const name = names[shown] ?? "";
  const act = (sentence: string, Icon: typeof Copy, isDisabled: boolean, onClick: () => void) => (
    <Button tone="quiet" isSquare aria-label={sentence} disabled={isDisabled} onClick={onClick}>
      <Icon aria-hidden className="size-4" />
    </Button>
  );
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      {names.length > 0 && (
        <ul aria-label={words("label")} className="flex min-w-0 flex-wrap gap-2">
          {names.map((one, at) => {
            const isWrong = faults.some(({ where }) => where.startsWith(`${kind}.${one}.`));
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same name while the person types
              <li key={at} className="min-w-0">
                <Button
                  aria-pressed={at === shown}
                  className={`max-w-full break-all ${at === shown ? "border-accent bg-accent-soft" : ""}`}
                  onClick={() => onShow(at)}
                >
                  {one}
                  {isWrong && <span className="text-danger text-small">{t("wrong")}</span>}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      <Button onClick={onAdd}>
        <Plus aria-hidden className="size-4" />
        {words("add")}
      </Button>
      {names[shown] !== undefined && (
        <div className="flex">
          {act(t("up", { name }), ArrowUp, shown === 0, () => {
            onOrder(moved(order, shown, shown - 1));
            onShow(shown - 1);
          })}
          {act(t("down", { name }), ArrowDown, shown === names.length - 1, () => {
            onOrder(moved(order, shown, shown + 1));
            onShow(shown + 1);
          })}
          {act(t("copy", { name }), Copy, false, () => onCopy(shown))}
          {act(t("remove", { name }), Trash2, false, () => {
            onOrder(order.filter((at) => at !== shown));
            onShow(Math.max(0, shown - 1));
          })}
        </div>
      )}
    </div>
  );
}
