/** The frontend's files in a private bucket, and the one address that serves them and the API. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import {
  RestApiOrigin,
  S3BucketOrigin,
} from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
} from 'aws-cdk-lib/aws-s3';
import {
  BucketDeployment,
  CacheControl,
  Source,
} from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import path from 'node:path';
import type { ApiGateway } from './ApiGateway';

export interface WebsiteProps {
  readonly gateway: ApiGateway;
  /** The built frontend: `index.html` and a folder `static`. */
  readonly files: string;
  /** A name of one's own, with its certificate in us-east-1; without it the distribution's own name is used. */
  readonly domain?: {
    readonly name: string;
    readonly certificateArn: string;
    /** A zone in Route 53 that gets the record. */
    readonly zone?: { readonly id: string; readonly name: string };
  };
}

/**
 * Runs at the edge, before the cache: every page of the frontend is index.html. Names of catalog entities have dots in
 * them, so a dot tells nothing; files lie under /static/ and at the root alone.
 */
export const PAGE_ROUTER = `function handler(event) {
  var request = event.request;
  var isFile = request.uri.indexOf('/static/') === 0 || /^\\/[^/]+\\.[^/]+$/.test(request.uri);
  if (!isFile) request.uri = '/index.html';
  return request;
}`;

/** What Backstage's backend tells browsers when it serves the frontend itself, narrowed to this one origin. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "base-uri 'self'",
  "connect-src 'self'",
  "font-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
  "object-src 'none'",
  "script-src 'self' 'unsafe-eval'",
  "script-src-attr 'none'",
  "style-src 'self' 'unsafe-inline'",
].join('; ');

export class Website extends Construct {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  /** Where people open the portal, without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebsiteProps) {
    super(scope, id);
    const { domain } = props;
    this.bucket = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // Everything in it is built again by the next deployment.
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });

    const api: BehaviorOptions = {
      origin: new RestApiOrigin(props.gateway.api),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      // The backend compresses.
      compress: false,
    };
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'CloudOps Guardrails portal',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      // Europe and North America: the portal of one company.
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.#responseHeaders(),
        compress: true,
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new EdgeFunction(this, 'PageRouter', {
              runtime: FunctionRuntime.JS_2_0,
              code: FunctionCode.fromInline(PAGE_ROUTER),
            }),
          },
        ],
      },
      additionalBehaviors: {
        '/api/*': api,
        '/health': { ...api, allowedMethods: AllowedMethods.ALLOW_GET_HEAD },
      },
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(
          this,
          'Certificate',
          domain.certificateArn,
        ),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    });
    if (domain?.zone) {
      new ARecord(this, 'Record', {
        zone: HostedZone.fromHostedZoneAttributes(this, 'Zone', {
          hostedZoneId: domain.zone.id,
          zoneName: domain.zone.name,
        }),
        recordName: `${domain.name}.`,
        target: RecordTarget.fromAlias(new CloudFrontTarget(this.distribution)),
      });
    }
    this.url = `https://${
      domain?.name ?? this.distribution.distributionDomainName
    }`;
    this.#upload(props.files);
  }

  #responseHeaders(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: CONTENT_SECURITY_POLICY,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: {
          referrerPolicy: HeadersReferrerPolicy.NO_REFERRER,
          override: true,
        },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          override: true,
        },
      },
    });
  }

  /** What has its content's hash in its name first; then the page that names it, which no browser may keep. */
  #upload(files: string) {
    const common = {
      destinationBucket: this.bucket,
      // Whoever has the page of the last deployment open still loads parts of it.
      prune: false,
      logGroup: new LogGroup(this, 'UploadLogs', {
        retention: RetentionDays.ONE_WEEK,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    };
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [
        Source.asset(path.join(files, 'static'), { exclude: ['*.map'] }),
      ],
      destinationKeyPrefix: 'static',
      cacheControl: [
        CacheControl.fromString('public, max-age=31536000, immutable'),
      ],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      sources: [
        Source.asset(files, { exclude: ['static', '*.tmpl', '.*', '*.map'] }),
      ],
      cacheControl: [CacheControl.fromString('no-cache')],
      distribution: this.distribution,
      distributionPaths: ['/*'],
    });
    pages.node.addDependency(assets);
  }
}
