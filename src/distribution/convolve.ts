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

/** In-place forward FFT, radix 2, decimation in time (Cooley and Tukey 1965). The length is a power of two. */
function transform(re: Float64Array, im: Float64Array): void {
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
  const { size, cos, sin } = twiddlesFor(n);
  for (let length = 2; length <= n; length *= 2) {
    const half = length >> 1;
    const stride = size / length;
    for (let block = 0; block < n; block += length) {
      for (let k = 0, i = block, j = block + half, w = 0; k < half; k++, i++, j++, w += stride) {
        const c = cos[w];
        const s = sin[w];
        const r = re[j] * c + im[j] * s;
        const m = im[j] * c - re[j] * s;
        re[j] = re[i] - r;
        im[j] = im[i] - m;
        re[i] += r;
        im[i] += m;
      }
    }
  }
}
