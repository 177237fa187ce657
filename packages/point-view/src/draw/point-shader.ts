/** What is the same for all points of a node. */
export const nodeUniforms = {
  name: "node",
  vs: `\
layout(std140) uniform nodeUniforms {
  mat4 matrix;
  float base;
  float size;
} node;
`,
  uniformTypes: { matrix: "mat4x4<f32>", base: "f32", size: "f32" },
} as const;

/** What is the same for all points. */
export const lookUniforms = {
  name: "look",
  vs: `\
layout(std140) uniform lookUniforms {
  vec2 heights;
  vec2 intensities;
  vec2 sizes;
  float colouring;
} look;
`,
  uniformTypes: { heights: "vec2<f32>", intensities: "vec2<f32>", sizes: "vec2<f32>", colouring: "f32" },
} as const;

export const POINT_VERTICES = `\
#version 300 es
in vec3 positions;
in uvec4 codes;
in vec2 measures;
in vec4 colours;
uniform sampler2D palette;
out vec3 colour;
out float width;

vec3 ramp(float share) {
  return texelFetch(palette, ivec2(int(clamp(share, 0.0, 1.0) * 255.0), 1), 0).rgb;
}

float between(vec2 range, float value) {
  return (value - range.x) / max(range.y - range.x, 1e-6);
}

/* First and only returns, the last of several, and those between. */
float returnShare() {
  if (codes.z < 2u) return 0.0;
  if (codes.y <= 1u) return 0.35;
  return codes.y >= codes.z ? 1.0 : 0.7;
}

vec3 colourOf(int colouring, vec4 entry) {
  if (colouring == 0) return ramp(between(look.heights, node.base + positions.z));
  if (colouring == 1) return entry.rgb;
  if (colouring == 2) return ramp(sqrt(clamp(between(look.intensities, measures.x), 0.0, 1.0)));
  if (colouring == 3) return ramp(returnShare());
  if (colouring == 4) return colours.rgb;
  if (colouring == 5) return colours.arg;
  return ramp(measures.y);
}

void main() {
  vec4 entry = texelFetch(palette, ivec2(int(codes.x), 0), 0);
  if (entry.a < 0.5) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 1.0;
    return;
  }
  gl_Position = node.matrix * vec4(positions, 1.0);
  width = clamp(node.size / gl_Position.w, look.sizes.x, look.sizes.y);
  gl_PointSize = width;
  colour = colourOf(int(look.colouring), entry);
}
`;

/** Wide points are round: squares show their grid. */
export const POINT_FRAGMENTS = `\
#version 300 es
precision highp float;
in vec3 colour;
in float width;
out vec4 fragColor;

void main() {
  vec2 from = gl_PointCoord - 0.5;
  if (width > 4.0 && dot(from, from) > 0.25) discard;
  fragColor = vec4(colour, 1.0);
}
`;

export const shadingUniforms = {
  name: "shading",
  fs: `\
layout(std140) uniform shadingUniforms {
  vec2 texel;
  float strength;
  float near;
  float far;
} shading;
`,
  uniformTypes: { texel: "vec2<f32>", strength: "f32", near: "f32", far: "f32" },
} as const;

/**
 * Eye-dome lighting: a pixel is darker the more its neighbours are nearer to the eye. It needs depths alone, so that relief is visible without
 * normals or a light.
 *
 * @source Boucheny, Interactive scientific visualization of large datasets: towards a perceptive-based approach, 2009
 */
export const SHADING_FRAGMENTS = `\
#version 300 es
precision highp float;
uniform sampler2D pointColours;
/* Without this word, browsers may read depths with half precision, which draws lines over the ground. */
uniform highp sampler2D pointDepths;
out vec4 fragColor;

float logDepth(float depth) {
  float z = depth * 2.0 - 1.0;
  return log2(2.0 * shading.near * shading.far / (shading.far + shading.near - z * (shading.far - shading.near)));
}

ivec2 neighbour(ivec2 here, int i, float radius) {
  float angle = float(i) * 0.7853981634;
  ivec2 last = textureSize(pointDepths, 0) - 1;
  return clamp(here + ivec2(round(vec2(cos(angle), sin(angle)) * radius)), ivec2(0), last);
}

/* A pixel without a point that has points on most sides belongs to the surface: it takes the nearest of them. */
ivec2 filled(ivec2 here) {
  for (float radius = 1.0; radius <= 3.0; radius += 1.0) {
    int sides = 0;
    float nearest = 1.0;
    ivec2 at = here;
    for (int i = 0; i < 8; i++) {
      ivec2 beside = neighbour(here, i, radius * shading.texel.y);
      float depth = texelFetch(pointDepths, beside, 0).r;
      if (depth >= 1.0) continue;
      sides++;
      if (depth < nearest) {
        nearest = depth;
        at = beside;
      }
    }
    if (sides >= 5) return at;
  }
  return here;
}

void main() {
  ivec2 pixel = ivec2(gl_FragCoord.xy);
  ivec2 here = texelFetch(pointDepths, pixel, 0).r < 1.0 ? pixel : filled(pixel);
  float depth = texelFetch(pointDepths, here, 0).r;
  if (depth >= 1.0) discard;
  float own = logDepth(depth);
  float darkness = 0.0;
  for (int i = 0; i < 8; i++) {
    float other = texelFetch(pointDepths, neighbour(pixel, i, shading.texel.x), 0).r;
    if (other < 1.0) darkness += max(0.0, own - logDepth(other));
  }
  /* Edges near the eye would be black lines. */
  float light = mix(1.0, exp(-darkness * 0.125 * 300.0 * shading.strength), 0.72);
  fragColor = vec4(texelFetch(pointColours, here, 0).rgb * light, 1.0);
  gl_FragDepth = depth;
}
`;
