import { SanitisedHtml } from "@archipel/ui/sanitised-html.tsx";
import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { htmlOf } from "../../site/html.ts";
import { say } from "../../site/said.ts";
import { Heading, Lines } from "../heading.tsx";
import { VideoFrame } from "../video-frame.tsx";
import { videoSource } from "../video-source.ts";
import { type BlockProps, levelBelow } from "../world.ts";

/** A video of another site. Nothing of that site is asked for before the reader plays it; of an unknown site, a link. */
export function Video({ block: { props }, world }: BlockProps<"video">) {
  const t = useTranslations("portal.blocks.video");
  const [title, caption, transcript] = [say(world, props.title), say(world, props.caption), say(world, props.transcript)];
  const { address } = props;
  if (!address || !/^https?:/i.test(address)) return null;
  const source = videoSource(address);
  return (
    <section className="mx-auto w-full max-w-7xl px-4 py-8 lg:px-8 lg:py-10">
      <Heading level={2} said={title} className="mb-4 break-words text-title lg:text-headline" />
      <figure className="max-w-4xl">
        {source ? (
          <VideoFrame
            frame={source.frame}
            address={address}
            words={{
              play: t("play", { host: source.host }),
              notice: t("notice", { host: source.host }),
              open: t("open", { host: source.host }),
              title: title.text || caption.text || t("video", { host: source.host }),
            }}
          />
        ) : (
          <p className="rounded-card border border-line bg-surface p-6">
            <a
              href={address}
              rel="noopener"
              className="inline-flex items-center gap-2 break-all text-accent-ink underline underline-offset-4"
            >
              <ExternalLink aria-hidden className="size-5 shrink-0" />
              {t("watch", { host: URL.parse(address)?.hostname ?? address })}
            </a>
          </p>
        )}
        {caption.text && (
          <figcaption className="mt-3 text-ink-muted text-small">
            <Lines said={caption} />
          </figcaption>
        )}
      </figure>
      {transcript.text && (
        <details className="mt-3 max-w-4xl rounded-card border border-line bg-surface">
          <summary className="min-h-11 px-4 py-2.5 font-medium">{t("transcript")}</summary>
          <div {...transcript.attrs} className="border-line border-t px-4 py-4">
            <SanitisedHtml html={htmlOf(transcript.text, levelBelow(title))} />
          </div>
        </details>
      )}
    </section>
  );
}
