/**
 * The linear convolution of two real sequences: out[k] = Σ a[i]·b[k−i]. Direct for short ones; otherwise one
 * complex FFT of a + i·b, whose square has the convolution in its imaginary part: (a + ib)² = … + 2i·ab.
 *
 * Rounding leaves noise of about 1e-16 of the largest value, so tiny tail masses may come out slightly negative.
 */
export function convolve(a: Float64Array, b: Float64Array): Float64Array {
  const n = a.length + b.length - 1;
  const shorter = Math.min(a.length, b.length);
  if (shorter <= 24) return direct(a, b, n);
  let size = 1;
  while (size < n) size *= 2;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  re.set(a);
  im.set(b);
  transform(re, im);
  // Pointwise square of the spectrum; the inverse transform is the forward one with re and im swapped.
  for (let i = 0; i < size; i++) {
    const x = re[i];
    const y = im[i];
    re[i] = x * x - y * y;
    im[i] = 2 * x * y;
  }
  transform(im, re);
  const out = new Float64Array(n);
  const scale = 1 / (2 * size);
  for (let i = 0; i < n; i++) out[i] = im[i] * scale;
  return out;
}

function direct(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n);
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  for (let i = 0; i < short.length; i++) {
    const x = short[i];
    if (x === 0) continue;
    for (let j = 0; j < long.length; j++) out[i + j] += x * long[j];
  }
  return out;
}

/** Cosines and sines of the largest transform so far; smaller ones stride through it. */
let twiddles = { size: 0, cos: new Float64Array(0), sin: new Float64Array(0) };

function twiddlesFor(size: number): typeof twiddles {
  if (twiddles.size < size) {
    const half = size / 2;
    const cos = new Float64Array(half);
    const sin = new Float64Array(half);
    for (let i = 0; i < half; i++) {
      cos[i] = Math.cos((2 * Math.PI * i) / size);
      sin[i] = Math.sin((2 * Math.PI * i) / size);
    }
    twiddles = { size, cos, sin };
  }
  return twiddles;
}

/**
 * In-place forward FFT, decimation in time (Cooley and Tukey 1965). The length is a power of two. Two radix-2 stages go
 * over the data at a time: half the passes, and passes are what it costs.
 */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  reverseBits(re, im);
  const { size, cos, sin } = twiddlesFor(n);
  let half = 1;
  if (Math.log2(n) % 2 === 1) {
    pairs(re, im);
    half = 2;
  }
  for (; half < n; half *= 4) {
    const outer = size / (4 * half);
    const inner = 2 * outer;
    for (let k = 0; k < half; k++) {
      const c1 = cos[k * inner];
      const s1 = -sin[k * inner];
      const c2 = cos[k * outer];
      const s2 = -sin[k * outer];
      for (let a = k; a < n; a += 4 * half) {
        const b = a + half;
        const c = b + half;
        const d = c + half;
        // First stage: (a, b) and (c, d), twiddle W of 2·half.
        const br = re[b] * c1 - im[b] * s1;
        const bi = re[b] * s1 + im[b] * c1;
        const dr = re[d] * c1 - im[d] * s1;
        const di = re[d] * s1 + im[d] * c1;
        const ar = re[a];
        const ai = im[a];
        const cr = re[c];
        const ci = im[c];
        const a1r = ar + br;
        const a1i = ai + bi;
        const b1r = ar - br;
        const b1i = ai - bi;
        const sumR = cr + dr;
        const sumI = ci + di;
        const differenceR = cr - dr;
        const differenceI = ci - di;
        // Second stage: (a, c) with W of 4·half, (b, d) with that turned by −90°.
        const c1r = sumR * c2 - sumI * s2;
        const c1i = sumR * s2 + sumI * c2;
        const d1r = differenceR * s2 + differenceI * c2;
        const d1i = differenceI * s2 - differenceR * c2;
        re[a] = a1r + c1r;
        im[a] = a1i + c1i;
        re[c] = a1r - c1r;
        im[c] = a1i - c1i;
        re[b] = b1r + d1r;
        im[b] = b1i + d1i;
        re[d] = b1r - d1r;
        im[d] = b1i - d1i;
      }
    }
  }
}

/** The first stage alone: its twiddle is 1. */
function pairs(re: Float64Array, im: Float64Array): void {
  for (let i = 0; i < re.length; i += 2) {
    const r = re[i + 1];
    const m = im[i + 1];
    re[i + 1] = re[i] - r;
    im[i + 1] = im[i] - m;
    re[i] += r;
    im[i] += m;
  }
}

function reverseBits(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const r = re[i];
      re[i] = re[j];
      re[j] = r;
      const m = im[i];
      im[i] = im[j];
      im[j] = m;
    }
  }
}
