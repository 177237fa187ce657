import { Buffer, type Device, type RenderPass, type Texture } from "@luma.gl/core";
import { Model } from "@luma.gl/engine";
import type { GroundMesh } from "../scene/ground.ts";
import type { Matrix } from "../scene/matrices.ts";
import { GROUND_FRAGMENTS, GROUND_VERTICES, groundUniforms } from "./ground-shader.ts";

interface GroundView {
  readonly matrix: Matrix;
  /** Height of flat pictures in the scene. */
  readonly level: number;
  readonly isShown: boolean;
}

/** A picture that no other covers. */
const UNCOVERED = [0, 0, -1, 0];

interface Laid {
  readonly model: Model;
  readonly buffers: readonly Buffer[];
  readonly texture: Texture;
}

/** Draws pictures of the ground where the points are drawn afterwards. A picture covers those before it. */
export class GroundPainter {
  private readonly device: Device;
  private readonly laid = new Map<GroundMesh, Laid>();

  constructor(device: Device) {
    this.device = device;
  }

  draw(pass: RenderPass, meshes: readonly GroundMesh[], { matrix, level, isShown }: GroundView): void {
    for (const [mesh, laid] of this.laid) {
      if (meshes.includes(mesh)) continue;
      discard(laid);
      this.laid.delete(mesh);
    }
    if (!isShown) return;
    for (const [index, mesh] of meshes.entries()) {
      const { model } = this.laidFor(mesh);
      const above = meshes[index + 1]?.toShares;
      model.shaderInputs.setProps({
        ground: {
          matrix,
          level: mesh.isDraped ? 0 : level,
          coveredRight: above ? [...above.right, 0] : UNCOVERED,
          coveredDown: above ? [...above.down, 0] : UNCOVERED,
        },
      });
      model.draw(pass);
    }
  }

  destroy(): void {
    for (const laid of this.laid.values()) discard(laid);
    this.laid.clear();
  }

  private laidFor(mesh: GroundMesh): Laid {
    const known = this.laid.get(mesh);
    if (known) return known;
    const made = this.lay(mesh);
    this.laid.set(mesh, made);
    return made;
  }

  private lay({ image, places, shares, isDraped }: GroundMesh): Laid {
    const { device } = this;
    const { width, height } = image;
    const texture = device.createTexture({
      format: "rgba8unorm",
      width,
      height,
      mipLevels: device.getMipLevelCount(width, height),
      // A map that is seen aslant would be blurred or would flicker without either.
      sampler: { minFilter: "linear", magFilter: "linear", mipmapFilter: "linear", maxAnisotropy: 8 },
    });
    texture.copyExternalImage({ image });
    texture.generateMipmapsWebGL();
    const buffer = (data: Float32Array<ArrayBuffer>) => device.createBuffer({ usage: Buffer.VERTEX, data });
    const attributes = { places: buffer(places), shares: buffer(shares) };
    const model = new Model(device, {
      id: "ground",
      vs: GROUND_VERTICES,
      fs: GROUND_FRAGMENTS,
      modules: [groundUniforms],
      topology: "triangle-list",
      vertexCount: places.length / 3,
      attributes,
      bindings: { picture: texture },
      bufferLayout: [
        { name: "places", format: "float32x3" },
        { name: "shares", format: "float32x2" },
      ],
      parameters: {
        depthWriteEnabled: true,
        // A hill hides what is behind it. Flat pictures are one behind the other.
        depthCompare: isDraped ? "less-equal" : "always",
        blend: true,
        blendColorOperation: "add",
        blendColorSrcFactor: "one",
        blendColorDstFactor: "one-minus-src-alpha",
        blendAlphaOperation: "add",
        blendAlphaSrcFactor: "one",
        blendAlphaDstFactor: "one-minus-src-alpha",
      },
    });
    return { model, buffers: Object.values(attributes), texture };
  }
}

function discard({ model, buffers, texture }: Laid): void {
  model.destroy();
  for (const buffer of buffers) buffer.destroy();
  texture.destroy();
}
