package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	bolt "go.etcd.io/bbolt"
	"go.etcd.io/etcd/api/v3/mvccpb"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
)

// boltRequest asks for a file that random changes make, in as many transactions as there are steps.
type boltRequest struct {
	Path     string `json:"path"`
	Seed     uint64 `json:"seed"`
	PageSize int    `json:"pageSize"`
	Steps    int    `json:"steps"`
}

// boltEntry is an entry as bbolt reads it back: a value by its size and hash, or a bucket's entries.
type boltEntry struct {
	Key     string      `json:"key"`
	Size    int         `json:"size"`
	Hash    string      `json:"hash,omitempty"`
	Entries []boltEntry `json:"entries,omitempty"`
	Bucket  bool        `json:"bucket"`
}

// answerBolt makes a bbolt file and tells all that is in it.
func answerBolt(request []byte) any {
	var asked boltRequest
	if err := json.Unmarshal(request, &asked); err != nil {
		return map[string]string{"error": err.Error()}
	}
	options := &bolt.Options{PageSize: asked.PageSize, NoSync: true, NoFreelistSync: asked.Seed%2 == 0}
	db, err := bolt.Open(asked.Path, 0o600, options)
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	defer db.Close()
	random := rand.New(rand.NewPCG(asked.Seed, 0))
	for range asked.Steps {
		if err := db.Update(func(tx *bolt.Tx) error { return change(tx, random) }); err != nil {
			return map[string]string{"error": err.Error()}
		}
	}
	answer := []boltEntry{}
	err = db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, bucket *bolt.Bucket) error {
			answer = append(answer, boltEntry{Key: hex.EncodeToString(name), Bucket: true, Entries: dump(bucket)})
			return nil
		})
	})
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	return answer
}

// change makes up to 200 random changes in one transaction.
func change(tx *bolt.Tx, random *rand.Rand) error {
	for range random.IntN(200) {
		bucket, err := tx.CreateBucketIfNotExists([]byte(fmt.Sprint("bucket", random.IntN(5))))
		if err != nil {
			return err
		}
		for random.IntN(3) == 0 {
			name := []byte(fmt.Sprint("nested", random.IntN(3)))
			if bucket, err = bucket.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		key := make([]byte, 1+random.IntN(1+random.IntN(200)))
		for i := range key {
			key[i] = byte('a' + random.IntN(4))
		}
		if random.IntN(4) == 0 {
			// The next key that is there, so that something is deleted.
			if found, value := bucket.Cursor().Seek(key); found != nil && value != nil {
				if err := bucket.Delete(found); err != nil {
					return err
				}
			}
			continue
		}
		if err := bucket.Put(key, value(random)); err != nil {
			return err
		}
	}
	return nil
}

// value makes a value: mostly small, sometimes over many pages.
func value(random *rand.Rand) []byte {
	most := []int{1, 20, 300, 300, 5000, 5000, 5000, 300_000}[random.IntN(8)]
	bytes := make([]byte, random.IntN(most))
	for i := range bytes {
		bytes[i] = byte(random.Uint32())
	}
	return bytes
}

func dump(bucket *bolt.Bucket) []boltEntry {
	entries := []boltEntry{}
	_ = bucket.ForEach(func(key, value []byte) error {
		if value == nil {
			nested := boltEntry{Key: hex.EncodeToString(key), Bucket: true, Entries: dump(bucket.Bucket(key))}
			entries = append(entries, nested)
			return nil
		}
		hash := fnv.New64a()
		hash.Write(value)
		entries = append(entries, boltEntry{
			Key: hex.EncodeToString(key), Size: len(value), Hash: fmt.Sprintf("%016x", hash.Sum64()),
		})
		return nil
	})
	return entries
}

// etcdKey is a key as etcd would hold it after all changes.
type etcdKey struct {
	Key       string `json:"key"`
	Value     string `json:"value"`
	Created   int64  `json:"created"`
	Modified  int64  `json:"modified"`
	Version   int64  `json:"version"`
	IsDeleted bool   `json:"isDeleted"`
}

// answerEtcd makes a file with random revisions, in etcd's own encoding, and tells what each key last was.
func answerEtcd(request []byte) any {
	var asked boltRequest
	if err := json.Unmarshal(request, &asked); err != nil {
		return map[string]string{"error": err.Error()}
	}
	db, err := bolt.Open(asked.Path, 0o600, &bolt.Options{PageSize: asked.PageSize, NoSync: true})
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	defer db.Close()
	random, last := rand.New(rand.NewPCG(asked.Seed, 1)), map[string]*etcdKey{}
	err = db.Update(func(tx *bolt.Tx) error {
		keys, err := tx.CreateBucketIfNotExists([]byte("key"))
		if err != nil {
			return err
		}
		meta, err := tx.CreateBucketIfNotExists([]byte("meta"))
		if err != nil {
			return err
		}
		index := binary.BigEndian.AppendUint64(nil, uint64(asked.Steps))
		if err := meta.Put([]byte("consistent_index"), index); err != nil {
			return err
		}
		for main := range asked.Steps {
			for sub := range 1 + random.IntN(2) {
				if err := revise(keys, int64(main+2), int64(sub), random, last); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	answer := []*etcdKey{}
	for _, key := range last {
		answer = append(answer, key)
	}
	return answer
}

// revise writes one revision: a change or the deletion of a random key.
func revise(keys *bolt.Bucket, main, sub int64, random *rand.Rand, last map[string]*etcdKey) error {
	name := fmt.Sprintf("/registry/things/default/%03d", random.IntN(100))
	revision := binary.BigEndian.AppendUint64(nil, uint64(main))
	revision = append(revision, '_')
	revision = binary.BigEndian.AppendUint64(revision, uint64(sub))
	known := last[name]
	if known == nil {
		known = &etcdKey{Key: hex.EncodeToString([]byte(name)), IsDeleted: true}
		last[name] = known
	}
	if !known.IsDeleted && random.IntN(3) == 0 {
		known.IsDeleted, known.Modified = true, main
		message, err := (&mvccpb.KeyValue{Key: []byte(name)}).Marshal()
		if err != nil {
			return err
		}
		return keys.Put(append(revision, 't'), message)
	}
	if known.IsDeleted {
		known.IsDeleted, known.Created, known.Version = false, main, 0
	}
	held := value(random)
	known.Modified, known.Version, known.Value = main, known.Version+1, hex.EncodeToString(held)
	message, err := (&mvccpb.KeyValue{
		Key: []byte(name), CreateRevision: known.Created, ModRevision: main, Version: known.Version, Value: held,
	}).Marshal()
	if err != nil {
		return err
	}
	return keys.Put(revision, message)
}

// answerStored encodes an object given as JSON as the API server stores it, and gives the bytes in hexadecimal digits.
// An empty request asks for one object of every kind that has metadata.
func answerStored(request []byte) any {
	serializer := protobuf.NewSerializer(kinds, kinds)
	encode := func(object runtime.Object) string {
		var out bytes.Buffer
		if err := serializer.Encode(object, &out); err != nil {
			return ""
		}
		return hex.EncodeToString(out.Bytes())
	}
	if len(request) > 0 {
		object, _, err := decoder.Decode(request, nil, nil)
		if err != nil {
			return map[string]string{"error": err.Error()}
		}
		return map[string]string{"value": encode(object)}
	}
	answer := []map[string]string{}
	for gvk := range kinds.AllKnownTypes() {
		object, err := kinds.New(gvk)
		accessor, isObject := object.(metav1.ObjectMetaAccessor)
		if err != nil || !isObject || gvk.Version == runtime.APIVersionInternal {
			continue
		}
		accessor.GetObjectMeta().SetName("the-name")
		object.GetObjectKind().SetGroupVersionKind(gvk)
		apiVersion, kind := gvk.ToAPIVersionAndKind()
		answer = append(answer, map[string]string{"apiVersion": apiVersion, "kind": kind, "value": encode(object)})
	}
	return answer
}
