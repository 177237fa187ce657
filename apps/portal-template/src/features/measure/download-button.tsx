import { Button } from "@archipel/ui/button.tsx";
import { Download } from "lucide-react";

interface DownloadButtonProps {
  readonly label: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** Called when the file is asked for. */
  readonly content: () => string;
}

/** Saves a text that the page has made as a file. */
export function DownloadButton({ label, fileName, mediaType, content }: DownloadButtonProps) {
  return (
    <Button
      tone="quiet"
      onClick={() => {
        const url = URL.createObjectURL(new Blob([content()], { type: mediaType }));
        const link = Object.assign(document.createElement("a"), { href: url, download: fileName });
        link.click();
        URL.revokeObjectURL(url);
      }}
    >
      <Download aria-hidden className="size-4" />
      {label}
    </Button>
  );
}
