// Predicts with model m, which gives x0 + 2·x1 + 0.5, by JSON and by the binary tensor extension; prints ok when every answer is right.
import assert from 'node:assert/strict';

const address = process.argv[2];
const post = (path, body, headers = {}) =>
  fetch(new URL(path, address), { method: 'POST', body, headers, signal: AbortSignal.timeout(30_000) });

const input = { name: 'x', shape: [2, 2], datatype: 'FP32' };
const json = await (await post('/v2/models/m/infer', JSON.stringify({ id: 'é', inputs: [{ ...input, data: [[1, 2], [3, 4]] }] }))).json();
assert.deepEqual(json, { model_name: 'm', model_version: '1', id: 'é', outputs: [{ name: 'y', datatype: 'FP32', shape: [2, 1], data: [5.5, 11.5] }] });

const header = new TextEncoder().encode(JSON.stringify({
  inputs: [{ ...input, datatype: 'FP64', parameters: { binary_data_size: 32 } }],
  outputs: [{ name: 'y', parameters: { binary_data: true } }],
}));
const binary = await post('/v2/models/m/infer', new Blob([header, new Float64Array([1, 2, 3, 4])]), { 'Inference-Header-Content-Length': header.length });
const bytes = await binary.arrayBuffer();
const split = Number(binary.headers.get('Inference-Header-Content-Length'));
assert.equal(JSON.parse(new TextDecoder().decode(bytes.slice(0, split))).outputs[0].parameters.binary_data_size, 8);
assert.deepEqual([...new Float32Array(bytes.slice(split))], [5.5, 11.5]);

const refused = await post('/v2/models/m/infer', '{');
assert.equal(refused.status, 400);
assert.match((await refused.json()).error, /not valid JSON/);

const server = await (await fetch(new URL('/v2', address))).json();
assert.ok(server.extensions.includes('binary_tensor_data'));
console.log('ok');
