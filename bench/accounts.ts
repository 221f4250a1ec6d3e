/** Known beforehand, so that requests can be signed before the server runs. */
export const accountA = {
  id: "111111111111",
  name: "A",
  accessKeyId: "AKIABENCHBENCHBENCHA",
  secretAccessKey: "benchmarks/need/no/secret/of/account/aaa",
};

export const accountB = {
  id: "222222222222",
  name: "B",
  accessKeyId: "AKIABENCHBENCHBENCHB",
  secretAccessKey: "benchmarks/need/no/secret/of/account/bbb",
};

export const benchAccounts = [accountA, accountB];
export const region = "us-east-1";
