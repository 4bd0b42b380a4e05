// Reads a list of {"model": base64, "rows": n, "x": […]} from a file; writes a list of each model's outputs for its rows.
// Arguments: the node_modules folder that holds onnxruntime-node, and the file.
const fs = require('node:fs');
const path = require('node:path');
const ort = require(path.join(process.argv[2], 'onnxruntime-node'));

async function predict({ model, rows, x }) {
  const session = await ort.InferenceSession.create(Buffer.from(model, 'base64'), { intraOpNumThreads: 1 });
  const input = new ort.Tensor('float32', Float32Array.from(x), [rows, x.length / rows]);
  const { y } = await session.run({ x: input });
  return { dims: y.dims, y: Array.from(y.data) };
}

async function main() {
  const results = [];
  for (const work of JSON.parse(fs.readFileSync(process.argv[3], 'utf8'))) {
    results.push(await predict(work));
  }
  process.stdout.write(JSON.stringify(results));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
