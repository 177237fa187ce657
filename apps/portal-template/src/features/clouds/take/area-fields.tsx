import { apiError } from "@archipel/api-client/errors.ts";
import type { ExtractArea } from "@archipel/contracts/cloud-extracts.ts";
import type { SearchResult } from "@archipel/contracts/search.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import type { OpenedCloud } from "../opened-cloud.ts";
import { areaOfBox, areaOfFeature, type BoxTexts, boxOfTiles } from "./take-area.ts";

const SIDES = ["west", "south", "east", "north"] as const;

interface BoxFieldsProps {
  readonly cloud: Pick<OpenedCloud, "tiles" | "srid">;
  readonly texts: BoxTexts;
  readonly locale: Locale;
  readonly onTexts: (texts: BoxTexts) => void;
}

/** A rectangle by coordinates in the system of the layer. Placeholders are the ends of the layer. */
export function BoxFields({ cloud, texts, locale, onTexts }: BoxFieldsProps) {
  const t = useTranslations("cloud-extracts.area");
  const ends = boxOfTiles(cloud.tiles);
  return (
    <fieldset className="grid grid-cols-2 gap-3">
      <legend className="mb-1 text-ink-muted text-small">{t("boxHint", { srid: String(cloud.srid) })}</legend>
      {SIDES.map((side, index) => (
        <Field key={side} label={t(side)}>
          {(control) => (
            <TextInput
              {...control}
              inputMode="decimal"
              placeholder={formatNumber(locale, ends[index] ?? 0, 1)}
              value={texts[index] ?? ""}
              onChange={({ target: { value } }) => onTexts(withText(texts, index, value))}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}

function withText([west, south, east, north]: BoxTexts, index: number, text: string): BoxTexts {
  const at = (place: number, before: string) => (place === index ? text : before);
  return [at(0, west), at(1, south), at(2, east), at(3, north)];
}

const CALM_MS = 250;
const SHOWN = 6;

interface PlaceFieldProps {
  readonly layerId: string;
  readonly portalId: string;
  readonly locale: Locale;
  readonly onArea: (area: ExtractArea | null) => void;
}

/** The outline of a commune, or the rectangle around a place or a tile, found by its name. */
export function PlaceField({ layerId, portalId, locale, onArea }: PlaceFieldProps) {
  const t = useTranslations("cloud-extracts.area");
  const client = useApiClient();
  const [text, setText] = useState("");
  const [found, setFound] = useState<readonly SearchResult[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isOutline, setOutline] = useState<boolean | null>(null);
  const last = useRef<unknown>(null);
  useEffect(() => {
    const q = text.trim();
    if (q.length < 2 || q === chosen) return setFound(null);
    let isGone = false;
    const timer = setTimeout(() => {
      client.search.suggest.query({ portalId, q, locale }).then(
        ({ groups }) => !isGone && setFound(groups.flatMap(({ results }) => results.filter(({ bbox }) => bbox !== null)).slice(0, SHOWN)),
        () => !isGone && setFound([]),
      );
    }, CALM_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [text, chosen, client, portalId, locale]);
  /** An outline that crosses itself, as some published ones do, encloses nothing that can be counted: its rectangle is taken. */
  const takenBy = async (area: ExtractArea | null) => {
    const refusal = area && (await client.cloudExtracts.estimate.mutate({ layerId, area }).then(() => null, apiError));
    return refusal?.code === "extract-area-crossing" ? null : area;
  };
  const choose = async (result: SearchResult) => {
    const { label, bbox, outline } = result;
    last.current = result;
    setText(label);
    setChosen(label);
    setOutline(null);
    const shape = outline && (await client.features.get.query(outline).catch(() => null));
    // Another one may have been chosen meanwhile.
    if (last.current !== result) return;
    const area = await takenBy(shape ? areaOfFeature(shape.geometry) : null);
    if (last.current !== result) return;
    setOutline(area !== null);
    onArea(area ?? (bbox && areaOfBox(bbox, 4326)));
  };
  return (
    <div className="grid gap-2">
      <Field label={t("placeName")} hint={t("placeHint")}>
        {(control) => (
          <TextInput
            {...control}
            autoComplete="off"
            value={text}
            onChange={({ target: { value } }) => {
              last.current = null;
              setText(value);
              setChosen(null);
              setOutline(null);
              onArea(null);
            }}
          />
        )}
      </Field>
      <p role="status" className="text-ink-muted text-small empty:hidden">
        {found && t("found", { count: found.length })}
        {chosen !== null && isOutline !== null && t(isOutline ? "byOutline" : "byBox", { place: chosen })}
      </p>
      <ul className="grid gap-1 empty:hidden">
        {found?.map((result) => (
          <li key={`${result.kind} ${result.label} ${result.detail}`}>
            <button
              type="button"
              className="min-h-10 w-full rounded-control px-2 text-left hover:bg-accent-soft"
              onClick={() => void choose(result)}
            >
              {result.label} <span className="text-ink-muted text-small">{result.detail}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
