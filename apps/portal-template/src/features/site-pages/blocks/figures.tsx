import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { type Said, say } from "../../site/said.ts";
import { BlockLink } from "../block-link.tsx";
import { Heading, Lines } from "../heading.tsx";
import type { BlockProps, BlockWorld } from "../world.ts";

interface ShownFigure {
  readonly key: string;
  readonly label: Said;
  readonly value: string;
  readonly unit: Said;
  readonly link?: BlockProps<"figures">["block"]["props"]["items"][number]["link"];
}

const nothing: Said = { text: "", attrs: {} };

/** Numbers that the platform computes, in large figures. One that cannot be computed is left out: a zero would be a statement. */
export function Figures({ block, world }: BlockProps<"figures">) {
  const t = useTranslations("portal.home.figures");
  const { props } = block;
  const { catalogue } = world.found;
  const figures = props.items.length > 0 ? chosen(block, world) : counts();
  if (figures.length === 0) return null;
  const latest = catalogue?.items.map(({ updatedAt }) => updatedAt).toSorted((a, b) => b.getTime() - a.getTime())[0];

  /** What the catalogue has. */
  function counts(): ShownFigure[] {
    if (!catalogue || catalogue.total === 0) return [];
    const sum = (key: "layerCount" | "featureCount") => catalogue.items.reduce((total, dataset) => total + dataset[key], 0);
    const one = (key: "datasets" | "layers" | "features", count: number): ShownFigure => ({
      key,
      label: { text: t(key, { count }), attrs: {} },
      value: formatNumber(world.locale, count),
      unit: nothing,
    });
    return [one("datasets", catalogue.total), one("layers", sum("layerCount")), one("features", sum("featureCount"))];
  }

  return (
    <section className="border-line border-y bg-surface">
      <div className="mx-auto max-w-7xl px-4 py-10 lg:px-8 lg:py-14">
        <Heading level={2} said={say(world, props.title)} className="break-words text-title lg:text-headline" />
        <Lines said={say(world, props.text)} className="mt-2 max-w-prose text-ink-muted" />
        <dl className={clsx("mt-6 grid gap-8", figures.length % 4 === 0 ? "sm:grid-cols-2 lg:grid-cols-4" : "sm:grid-cols-3")}>
          {figures.map(({ key, label, value, unit, link }) => (
            <div key={key} className="flex min-w-0 flex-col-reverse border-line border-l pl-6">
              <dt {...label.attrs} className="break-words text-ink-muted">
                <BlockLink world={world} link={link} className="text-ink-muted underline underline-offset-4 hover:text-accent-ink">
                  {label.text}
                </BlockLink>
              </dt>
              <dd className="figures break-words text-accent-ink text-hero leading-none" style={{ fontWeight: "var(--a-title-weight)" }}>
                {value}
                {unit.text && (
                  <span {...unit.attrs} className="text-title">
                    {"\u00a0"}
                    {unit.text}
                  </span>
                )}
              </dd>
            </div>
          ))}
        </dl>
        {latest && props.items.length === 0 && (
          <p className="mt-6 text-ink-muted text-small">{t("latest", { date: formatDate(world.locale, latest) })}</p>
        )}
      </div>
    </section>
  );
}

/** The figures that the block names, with their values. */
function chosen({ id, props }: BlockProps<"figures">["block"], world: BlockWorld): ShownFigure[] {
  return props.items.flatMap(({ label, unit, link }, item) => {
    const value = world.found.values.figures.find((one) => one.block === id && one.item === item)?.value ?? null;
    const said = say(world, label);
    if (value === null || !said.text) return [];
    const digits = Math.abs(value) >= 100 ? 0 : 1;
    return [{ key: String(item), label: said, value: formatNumber(world.locale, value, digits), unit: say(world, unit), link }];
  });
}
