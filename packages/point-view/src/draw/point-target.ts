import type { Device, Framebuffer, Texture } from "@luma.gl/core";

/** A picture with its depths that is drawn into, and read afterwards. It follows the size that is asked for. */
export class PointTarget {
  private readonly device: Device;
  private made: Framebuffer | null = null;

  constructor(device: Device) {
    this.device = device;
  }

  /** In pixels. */
  sized(width: number, height: number): Framebuffer {
    if (this.made?.width === width && this.made.height === height) return this.made;
    this.destroy();
    const { device } = this;
    const sampler = { minFilter: "nearest", magFilter: "nearest" } as const;
    this.made = device.createFramebuffer({
      width,
      height,
      colorAttachments: [device.createTexture({ format: "rgba8unorm", width, height, sampler })],
      depthStencilAttachment: device.createTexture({ format: "depth24plus", width, height, sampler }),
    });
    return this.made;
  }

  /** What was drawn, for a shader. */
  bindings(): { pointColours: Texture; pointDepths: Texture } | null {
    const [colours, depths] = [this.made?.colorAttachments[0]?.texture, this.made?.depthStencilAttachment?.texture];
    return colours && depths ? { pointColours: colours, pointDepths: depths } : null;
  }

  destroy(): void {
    const { made } = this;
    if (!made) return;
    for (const view of [...made.colorAttachments, made.depthStencilAttachment]) view?.texture.destroy();
    made.destroy();
    this.made = null;
  }
}
