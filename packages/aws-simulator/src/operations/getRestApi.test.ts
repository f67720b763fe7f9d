import {
  APIGatewayClient,
  GetRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2Client,
  GetApiCommand,
} from '@aws-sdk/client-apigatewayv2';
import { useSimulator } from '../useSimulator';

useSimulator();

describe('GetRestApi', () => {
  let client: APIGatewayClient;
  beforeEach(() => {
    client = new APIGatewayClient({});
  });
  afterEach(() => client.destroy());

  it.each([
    ['pay4x8k2m1', 'payments-api'],
    ['led7q3w9z2', 'ledger'],
    ['sto5r1t6y8', 'storefront'],
    ['che2u9i4o7', 'checkout-api'],
    ['edg3p6a1s5', 'edge-gateway'],
  ])('names the API with the id %s', async (restApiId, name) => {
    await expect(
      client.send(new GetRestApiCommand({ restApiId })),
    ).resolves.toMatchObject({
      id: restApiId,
      name,
      createdDate: expect.any(Date),
    });
  });

  it('does not find an id that no REST API of the account has', async () => {
    await expect(
      client.send(new GetRestApiCommand({ restApiId: 'par9h5j3l6' })),
    ).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid API identifier specified 111122223333:par9h5j3l6',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('GetApi', () => {
  let client: ApiGatewayV2Client;
  beforeEach(() => {
    client = new ApiGatewayV2Client({});
  });
  afterEach(() => client.destroy());

  it('names the HTTP API with an id', async () => {
    await expect(
      client.send(new GetApiCommand({ ApiId: 'par9h5j3l6' })),
    ).resolves.toMatchObject({
      Name: 'partner-gateway',
      ProtocolType: 'HTTP',
      CreatedDate: expect.any(Date),
    });
  });

  it('does not find the id of a REST API', async () => {
    await expect(
      client.send(new GetApiCommand({ ApiId: 'pay4x8k2m1' })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});
