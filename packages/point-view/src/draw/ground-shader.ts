export const groundUniforms = {
  name: "ground",
  vs: `\
layout(std140) uniform groundUniforms {
  mat4 matrix;
  vec4 coveredRight;
  vec4 coveredDown;
  float level;
} ground;
`,
  uniformTypes: { matrix: "mat4x4<f32>", coveredRight: "vec4<f32>", coveredDown: "vec4<f32>", level: "f32" },
} as const;

export const GROUND_VERTICES = `\
#version 300 es
in vec3 places;
in vec2 shares;
out vec2 share;
out vec2 covered;

void main() {
  share = shares;
  vec3 place = vec3(places.xy, 1.0);
  covered = vec2(dot(ground.coveredRight.xyz, place), dot(ground.coveredDown.xyz, place));
  gl_Position = ground.matrix * vec4(places.xy, places.z + ground.level, 1.0);
}
`;

/** A picture ends softly, in the ground of the page or in the picture below it. Where a sharper one covers it, it is not drawn. */
export const GROUND_FRAGMENTS = `\
#version 300 es
precision highp float;
uniform sampler2D picture;
in vec2 share;
in vec2 covered;
out vec4 fragColor;

void main() {
  vec2 inner = min(covered, 1.0 - covered);
  if (min(inner.x, inner.y) > 0.1) discard;
  vec2 edge = smoothstep(0.0, 0.08, min(share, 1.0 - share));
  float alpha = edge.x * edge.y;
  if (alpha < 0.004) discard;
  fragColor = vec4(texture(picture, share).rgb * alpha, alpha);
}
`;
