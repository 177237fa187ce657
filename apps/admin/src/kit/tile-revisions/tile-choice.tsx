"use client";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";

interface Tile {
  readonly id: string;
  readonly title: string;
  readonly revision: number;
}

interface TileChoiceProps<Chosen extends Tile> {
  /** Those to offer first come first. */
  readonly tiles: readonly Chosen[];
  readonly children: (tile: Chosen) => ReactNode;
}

/** A tile to choose among those of a layer, and what is shown of it. */
export function TileChoice<Chosen extends Tile>({ tiles, children }: TileChoiceProps<Chosen>) {
  const t = useTranslations("admin.tileRevisions");
  const [chosen, setChosen] = useState("");
  const tile = tiles.find(({ id }) => id === chosen) ?? tiles[0];
  if (!tile) return null;
  return (
    <>
      <Field label={t("tile")} className="max-w-xl">
        {(control) => (
          <Select
            {...control}
            value={tile.id}
            options={tiles.map(({ id, title, revision }) => ({ value: id, label: t("option", { title, revision }) }))}
            onChange={(event) => setChosen(event.target.value)}
          />
        )}
      </Field>
      {children(tile)}
    </>
  );
}
