"use client";
import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";

/** Adds a toast: `useToasts().add({ title, description })`. A message must never exist only in a toast. */
export const useToasts = Base.useToastManager;

interface ToastRegionProps {
  readonly children: ReactNode;
  /** Label of the region of the messages. */
  readonly label: string;
  readonly closeLabel: string;
}

export function ToastRegion({ children, label, closeLabel }: ToastRegionProps) {
  return (
    <Base.Provider timeout={6000} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport aria-label={label} className="fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2">
          <ToastList closeLabel={closeLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList({ closeLabel }: { readonly closeLabel: string }) {
  return useToasts().toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className="rounded-card border border-line bg-surface text-ink shadow-raised transition-opacity duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Base.Content className="flex items-start gap-3 py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1 py-1.5">
          <Base.Title className="font-medium text-base font-text" />
          <Base.Description className="text-ink-muted text-small" />
        </div>
        <Base.Close aria-label={closeLabel} className={buttonClass({ tone: "quiet", isSquare: true })}>
          <X aria-hidden className="size-4" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
