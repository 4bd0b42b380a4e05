// The tutorial's model behind Node's http server and ONNX Runtime, one worker a core. Arguments: the model's file, port, workers.
const cluster = require('cluster');
const http = require('http');
const ort = require('onnxruntime-node');

const [file, port, workers] = process.argv.slice(2);

async function answer(session, body) {
  const { inputs: [input] } = JSON.parse(body);
  const x = new ort.Tensor('float32', Float32Array.from(input.data), input.shape);
  const { y } = await session.run({ x });
  return JSON.stringify({
    model_name: 'tutorial',
    model_version: '1',
    outputs: [{ name: 'y', datatype: 'FP32', shape: y.dims, data: Array.from(y.data) }],
  });
}

async function serve() {
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', async () => {
      const text = request.method === 'POST' ? await answer(session, Buffer.concat(chunks)) : '{}';
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
      response.end(text);
    });
  }).listen(Number(port), '127.0.0.1');
}

if (cluster.isPrimary) {
  for (let i = 0; i < Number(workers); i++) cluster.fork();
} else {
  serve();
}
