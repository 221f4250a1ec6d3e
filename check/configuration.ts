/**
 * What a user has set up, or is about to, as far as the delivery depends on it: one value, whatever it was read from.
 *
 * Invariants: account ids have 12 digits; A's and B's are the same where the bucket is in the account of the
 * delivery stream; their regions are of one partition; every ARN is written out, with a mark (`unknown/`) for each
 * part that the input does not say; what refers to something by ARN (`RoleARN`, a boundary, an attached policy) need not find
 * it here. What AWS's API takes keeps the API's shapes and names. Before it is played, a `World` puts values in place of marks.
 */
import type {
  DeliveryStreamEncryptionConfigurationInput,
  ExtendedS3DestinationConfiguration,
} from "@aws-sdk/client-firehose";
import type { CreateGrantRequest } from "@aws-sdk/client-kms";
import type {
  BucketCannedACL,
  BucketNamespace,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import type { OpenQuestions } from "../emulator/index.ts";
import type { SourceLocation } from "./source.ts";
import type { Unknown } from "./unknown/unknown.ts";

export interface Configuration {
  /** Owns the delivery stream. */
  readonly accountA: AccountConfiguration;
  /** Owns the bucket; its region is the bucket's. */
  readonly accountB: AccountConfiguration;
  /** Undefined: records are put into the delivery stream itself. */
  readonly dataStream?: DataStreamConfiguration;
  readonly deliveryStream: DeliveryStreamConfiguration;
  readonly roles: readonly RoleConfiguration[];
  readonly managedPolicies: readonly ManagedPolicyConfiguration[];
  readonly bucket: BucketConfiguration;
  /** Where the source backup goes, where that is another one and described. */
  readonly backupBucket?: BucketConfiguration & { readonly accountId: string; readonly region: string };
  readonly keys: readonly KeyConfiguration[];
  readonly logStreams: readonly LogStreamConfiguration[];
  /** None unless given. */
  readonly functionPermissions?: readonly FunctionPermission[];
  /** Undefined: nothing is known of one, and its policies bind nobody. */
  readonly organization?: OrganizationConfiguration;
  /** Principals that policies name and the input does not describe; the replay takes them as there, without permissions. */
  readonly assumed: readonly AssumedPrincipal[];
  readonly notChecked: readonly NotChecked[];
  /** What is put, where the user gives it: the bytes of one record. */
  readonly record?: Uint8Array;
  /** Whatever the marks in its texts stand for. */
  readonly unknowns: readonly Unknown[];
  /** How a change of an input can say what is unknown. */
  readonly references: readonly Reference[];
  /** What was taken for the same though the input does not say so. */
  readonly assumptions: readonly Assumption[];
  /** Values of marks of which one of several is assumed: what is played first. */
  readonly supposed?: readonly (readonly [mark: string, value: string])[];
  /** What else the same input may describe: its conditions rest on what is unknown. */
  readonly otherReadings?: {
    readonly conditions: readonly UnknownCondition[];
    readonly configurations: readonly Configuration[];
  };
  /** Answers to what nobody knows of AWS, as a world gives them. */
  readonly openQuestions?: OpenQuestions;
}

/** What a condition of an input rests on. */
export interface UnknownCondition {
  /** A noun phrase. */
  readonly what: string;
  readonly because: string;
  /** An imperative. */
  readonly settledBy: string;
  readonly source: SourceLocation;
}

/** An expression of an input for a text that has marks. */
export interface Reference {
  readonly form: "cloudformation" | "terraform";
  /** The only file in which it means that. */
  readonly file: string;
  readonly text: string;
  /** `Writer`, `Writer.Arn`, `aws_iam_role.writer.arn` */
  readonly expression: string;
}

/** A verdict holds where it is true. */
export interface Assumption {
  /** A clause: "role `Writer` is deployed as `arn:…`, which lake.yaml names". */
  readonly text: string;
  readonly source: SourceLocation;
}

export interface AccountConfiguration {
  readonly id: string;
  readonly region: string;
  /** Block Public Access of the account as a whole. */
  readonly publicAccessBlock?: Required<PublicAccessBlockConfiguration>;
}

/** A policy document as the user wrote it, and where. */
export interface PolicyText {
  /** As its owner knows it: `deliver`, `bucket policy`. */
  readonly name: string;
  /** JSON. */
  readonly text: string;
  readonly source: SourceLocation;
  /** Where its statements stand, in their order, where known. */
  readonly statements?: readonly SourceLocation[];
  /** Set where nothing is known of the document: `text` has no statement then. */
  readonly open?: OpenDocument;
  /** The file that it stands in, where a change of the document can be shown as a change of the file. */
  readonly file?: SourceFile;
}

/** Why a document is not known. */
export interface OpenDocument {
  /** A clause. */
  readonly because: string;
  /** What would settle it, as an imperative. */
  readonly settledBy: string;
}

/** The whole text of a file, and where in it something is. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  readonly format: "json" | "yaml";
  /** Member names and indexes from the file's root to it; none where the file is nothing else. */
  readonly path: readonly (string | number)[];
  /** What writes the file anew: `cdk synth`. */
  readonly generatedBy?: string;
}

export interface DataStreamConfiguration {
  readonly arn: string;
  /** ARN of the KMS key that it is encrypted under; undefined: it is not. */
  readonly kmsKeyArn?: string;
  readonly resourcePolicy?: PolicyText;
  /** Undefined: the input does not say it. */
  readonly streamMode?: "PROVISIONED" | "ON_DEMAND";
  /** Undefined: the input does not say it. */
  readonly shardCount?: number;
  readonly source: SourceLocation;
  /** Its place in the manifest of a folder, where a change of it can be shown as a change of the file. */
  readonly manifest?: SourceFile;
}

export interface DeliveryStreamConfiguration {
  readonly name: string;
  /** The data stream that it reads, and the role that it reads it as; undefined: records are put into it directly. */
  readonly reads?: { readonly dataStreamArn: string; readonly roleArn: string };
  /** As CreateDeliveryStream takes it, `RoleARN` and `BucketARN` included; with an `endpoint`, what of it is written to S3. */
  readonly destination: ExtendedS3DestinationConfiguration;
  /** Where it delivers to, where that is not S3. */
  readonly endpoint?: EndpointConfiguration;
  /** Of what is put into it directly. */
  readonly encryption?: DeliveryStreamEncryptionConfigurationInput;
  readonly source: SourceLocation;
  /** Its place in the manifest of a folder, where a change of it can be shown as a change of the file. */
  readonly manifest?: SourceFile;
}

export interface EndpointConfiguration {
  readonly kind:
    | "HttpEndpoint"
    | "OpenSearch"
    | "Elasticsearch"
    | "OpenSearchServerless"
    | "Redshift"
    | "Splunk"
    | "Snowflake"
    | "Iceberg";
  /** `HTTP endpoint` */
  readonly what: string;
  /** What goes to S3: a copy of everything, what the endpoint did not take, or everything on its way to it. */
  readonly mode: "all" | "failed" | "intermediate";
  /** The role that reaches it. */
  readonly roleArn?: string;
}

export interface RoleConfiguration {
  readonly accountId: string;
  /** Of its ARN: `aws`, `aws-us-gov`. */
  readonly partition: string;
  /** `/` unless given. */
  readonly path?: string;
  readonly name: string;
  readonly trustPolicy: PolicyText;
  readonly inlinePolicies: readonly PolicyText[];
  /** ARNs of managed policies. */
  readonly attachedPolicyArns: readonly string[];
  /** ARN of a managed policy. */
  readonly permissionsBoundaryArn?: string;
  /** `AROA…`, where the role exists: who was recreated since a policy was saved has another. */
  readonly roleId?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly source: SourceLocation;
  /** Its place in the manifest of a folder, where a change of it can be shown as a change of the file. */
  readonly manifest?: SourceFile;
}

export interface ManagedPolicyConfiguration {
  readonly arn: string;
  readonly document: PolicyText;
}

export interface BucketConfiguration {
  readonly name: string;
  readonly policy?: PolicyText;
  /** S3's default, `BucketOwnerEnforced`, unless given. */
  readonly objectOwnership?: ObjectOwnership;
  readonly acl?: BucketCannedACL;
  /** All four on unless given, as in a new bucket. */
  readonly publicAccessBlock?: Required<PublicAccessBlockConfiguration>;
  /** SSE-S3 unless given. */
  readonly encryption?: ServerSideEncryptionRule;
  readonly isVersioned?: boolean;
  /** What its creation asks for; `global` unless given. */
  readonly namespace?: BucketNamespace;
  readonly source: SourceLocation;
  /** Its place in the manifest of a folder, where a change of it can be shown as a change of the file. */
  readonly manifest?: SourceFile;
}

export interface KeyConfiguration {
  /** `arn:<partition>:kms:<region>:<account>:key/<id>` */
  readonly arn: string;
  /** `alias/…` */
  readonly aliases: readonly string[];
  /** KMS's default, which lets the account's own policies decide, unless given. */
  readonly policy?: PolicyText;
  readonly grants: readonly Omit<CreateGrantRequest, "KeyId">[];
  readonly isEnabled: boolean;
  readonly source: SourceLocation;
  /** Its place in the manifest of a folder, where a change of it can be shown as a change of the file. */
  readonly manifest?: SourceFile;
}

/** A statement of a function's own policy. */
export interface FunctionPermission {
  /** With the qualifier that it is for, if any. */
  readonly functionArn: string;
  /** `lambda:InvokeFunction` */
  readonly action: string;
  /** An account, an ARN or a service. */
  readonly principal: string;
  readonly source: SourceLocation;
}

export interface LogStreamConfiguration {
  readonly group: string;
  readonly stream: string;
}

/** The organization that accounts are in, as far as it binds them. */
export interface OrganizationConfiguration {
  /** `o-…` */
  readonly id: string;
  readonly members: readonly MemberConfiguration[];
  readonly source: SourceLocation;
}

/** An account of an organization, with the policies that are in force for it wherever above it they are attached. */
export interface MemberConfiguration {
  readonly accountId: string;
  /** `o-…/r-…/ou-…/` where the input says it. */
  readonly path?: string;
  /** Its policies are not known, and taken as none. */
  readonly isOnlyPlaced?: boolean;
  /** Beside `FullAWSAccess`, unless that is detached. */
  readonly serviceControlPolicies: readonly PolicyText[];
  /** `FullAWSAccess` is in force unless this is true. */
  readonly isFullAccessDetached?: boolean;
  readonly resourceControlPolicies: readonly PolicyText[];
}

/** A role or user by its ARN. */
export interface AssumedPrincipal {
  readonly arn: string;
  readonly source: SourceLocation;
}

/** Something in the input that the embedded AWS has no part in. */
export interface NotChecked {
  /** What it is, e.g. `aws_s3_bucket_object_lock_configuration.landing`. */
  readonly what: string;
  readonly because: string;
  readonly source: SourceLocation;
  /** Whether a delivery could turn out otherwise for it: the verdict is inconclusive then. */
  readonly couldMatter: boolean;
  /** It could make a delivery fail, and could not make one work: what was found to fail fails all the same. */
  readonly couldOnlyBreak?: true;
  /** What it can reach, where that is not the delivery by its nature. */
  readonly reach?: Reach;
}

/** What something that is not modelled may change. */
export type Reach =
  /** What it refers to: the texts of its properties. `may`: add permissions too, or only take them. */
  | { readonly kind: "what-it-names"; readonly texts: readonly string[]; readonly may: "allow-or-deny" | "deny" }
  /** The role or bucket that it is a part of, by a name that is not known or that is drawn. */
  | {
      readonly kind: "part-of-role";
      readonly accountId: string;
      readonly name: string;
      readonly inlinePolicy?: PolicyText;
      readonly attachedPolicyArn?: string;
    }
  | {
      readonly kind: "part-of-bucket";
      readonly name: string;
      readonly settings: Partial<Omit<BucketConfiguration, "name" | "source">>;
    }
  /** Every resource of a file. */
  | { readonly kind: "file"; readonly file: string }
  /** Every principal or resource of an account, which it may only limit. */
  | { readonly kind: "account"; readonly accountIds: readonly string[] };
