import { hearEarly } from "@archipel/ui/hear-early.ts";
import { useTranslations } from "next-intl";

interface Row {
  readonly id: string;
  readonly title: string;
  readonly isLeft: boolean;
  readonly isRight: boolean;
}

interface SwipeLayersProps {
  readonly rows: readonly Row[];
  readonly onLeft: (layerId: string, isOn: boolean) => void;
  readonly onRight: (layerId: string, isOn: boolean) => void;
}

/** Which layers each side shows. */
export function SwipeLayers({ rows, onLeft, onRight }: SwipeLayersProps) {
  const t = useTranslations("tools.swipe");
  return (
    <table className="w-full text-small">
      <thead>
        <tr className="text-ink-muted">
          <th scope="col" className="w-20 py-1 text-left font-medium">
            {t("left")}
          </th>
          <th scope="col" className="py-1 text-left font-medium">
            {t("layer")}
          </th>
          <th scope="col" className="w-20 py-1 text-right font-medium">
            {t("right")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map(({ id, title, isLeft, isRight }) => (
          <tr key={id}>
            <td className="py-2">
              <input
                ref={hearEarly}
                type="checkbox"
                className="size-5"
                aria-label={t("onLeft", { layer: title })}
                checked={isLeft}
                onChange={(event) => onLeft(id, event.target.checked)}
              />
            </td>
            <th scope="row" className="py-2 text-left font-normal">
              {title}
            </th>
            <td className="py-2 text-right">
              <input
                ref={hearEarly}
                type="checkbox"
                className="size-5"
                aria-label={t("onRight", { layer: title })}
                checked={isRight}
                onChange={(event) => onRight(id, event.target.checked)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
