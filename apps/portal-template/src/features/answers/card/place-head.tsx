import { doAreasDiffer } from "@archipel/answers/report/areas.ts";
import { parcelName } from "@archipel/answers/report/place-label.ts";
import type { Report } from "@archipel/answers/report/report.ts";
import { formatArea, formatCoordinates, formatDate } from "@archipel/i18n/format.ts";
import { MapPin } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { placeName } from "./place-name.ts";

interface PlaceHeadProps {
  readonly report: Report;
  readonly Heading: "h1" | "h2";
  /** Above the name. */
  readonly kicker: string;
  /** The way to the answer for the whole parcel. */
  readonly whole: (parcel: string, label: string) => ReactNode;
  /** To another place, to the map. */
  readonly actions: ReactNode;
  /** Beside the name. */
  readonly corner?: ReactNode;
}

/** The place: its municipality first, so that nobody reads the answer of another town. */
export function PlaceHead({ report, Heading, kicker, whole, actions, corner }: PlaceHeadProps) {
  const t = useTranslations("answers.card.place");
  const locale = useLocale();
  const { commune, parcels, parcelHere, centre } = report.place;
  return (
    <header>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <p className="text-ink-muted text-small">{kicker}</p>
          {commune.name !== "" && (
            <p className="mt-1 flex items-center gap-1.5 font-medium">
              <MapPin aria-hidden className="size-4 shrink-0 text-accent-ink" />
              <span className="min-w-0 break-words">{t("communeCode", { name: commune.name, code: commune.insee })}</span>
            </p>
          )}
          <Heading
            tabIndex={-1}
            className={Heading === "h1" ? "break-words text-headline outline-none" : "break-words text-title outline-none"}
          >
            {placeName(t, report.place)}
          </Heading>
        </div>
        {corner}
      </div>
      <ul className="mt-1 text-ink-muted text-small">
        {parcels?.map((parcel) => (
          <li key={parcel.id} className="break-words">
            <Parcel parcel={parcel} />
          </li>
        ))}
        {parcelHere && <li className="break-words">{t("parcel", { name: parcelName(parcelHere), id: parcelHere })}</li>}
        {!parcels && <li className="figures">{formatCoordinates(locale, centre[0], centre[1])}</li>}
        <li>{t("madeOn", { date: formatDate(locale, report.createdAt) })}</li>
      </ul>
      {/* One row that scrolls on a phone: five rows of buttons would hide the answer. */}
      <div className="mt-1 flex items-center gap-2 py-1 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:[scrollbar-width:none] sm:flex-wrap print:hidden [&>*]:shrink-0">
        {parcelHere && whole(parcelHere, t("whole", { name: parcelName(parcelHere) }))}
        {actions}
      </div>
    </header>
  );
}

/** A parcel with its areas: both when they differ so much that a reader must know. */
function Parcel({ parcel }: { readonly parcel: NonNullable<Report["place"]["parcels"]>[number] }) {
  const t = useTranslations("answers.card.place");
  const locale = useLocale();
  const { id, declaredM2, drawnM2 } = parcel;
  const areas = [
    declaredM2 !== null && t("declared", { area: formatArea(locale, declaredM2) }),
    (declaredM2 === null || doAreasDiffer(parcel)) && t("drawn", { area: formatArea(locale, drawnM2) }),
  ].filter(Boolean);
  return (
    <>
      <span className="figures">{id}</span> — {areas.join(", ")}
    </>
  );
}
