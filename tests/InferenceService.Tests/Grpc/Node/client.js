// Calls the service for each line of the input, {"method", "request", "milliseconds"?}, and writes what came of it as a line:
// {"answer"} or {"code", "details"}. Bytes are base64. Arguments: the protocol's .proto file, the address.
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const readline = require('readline');

const [proto, address] = process.argv.slice(2);
const definition = loader.loadSync(proto, { keepCase: true, longs: Number, bytes: String });
const { GRPCInferenceService } = grpc.loadPackageDefinition(definition).inference;
const client = new GRPCInferenceService(address, grpc.credentials.createInsecure());

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { method, request, milliseconds } = JSON.parse(line);
  client[method](request, { deadline: Date.now() + (milliseconds ?? 30000) }, (error, answer) => {
    console.log(JSON.stringify(error ? { code: error.code, details: error.details } : { answer }));
  });
}).on('close', () => client.close());
