//! Small bbolt files as etcd writes them, made by hand: for tests that need a certain key, value or fault.

/// The size of a page in these files.
pub const PAGE: usize = 512;

/// An entry of etcd's bucket `key`: the revision, the key, and the value unless the revision deleted.
pub struct Change<'c> {
    /// The revision.
    pub revision: i64,
    /// The key.
    pub key: &'c str,
    /// The value; none if the revision deleted the key.
    pub value: Option<&'c [u8]>,
}

/// Makes a file with some changes, in ascending order of their revisions, without the checksum of `etcdctl snapshot save`.
pub fn snapshot(changes: &[Change<'_>]) -> Vec<u8> {
    let entries: Vec<(Vec<u8>, Vec<u8>)> = changes.iter().map(|change| entry(change, changes)).collect();
    let keys = leaf(4, &entries.iter().map(|(key, value)| (0, &key[..], &value[..])).collect::<Vec<_>>());
    let after = 4 + keys.len() / PAGE;
    let index = 7_u64.to_be_bytes();
    let meta = leaf(after, &[(0, b"consistent_index", &index), (0, b"term", &index)]);
    let bucket = |page: usize| [(page as u64).to_le_bytes(), [0; 8]].concat();
    let root = leaf(3, &[(1, b"key", &bucket(4)), (1, b"meta", &bucket(after))]);
    let pages = after + meta.len() / PAGE;
    let mut file = [meta_page(0, pages, 1), meta_page(1, pages, 2)].concat();
    file.extend(page(2, 0x10, 0, &[]));
    file.extend([root, keys, meta].concat());
    file
}

/// Adds the checksum that `etcdctl snapshot save` writes behind the last page.
pub fn with_digest(mut file: Vec<u8>, sha256: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let digest = sha256(&file);
    file.extend(digest);
    file
}

/// Computes a meta page's checksum anew, after something in it was changed.
pub fn sign(file: &mut [u8], number: usize) {
    let start = number * PAGE + 16;
    let Some(body) = file.get_mut(start..start + 64) else { return };
    let sum = fnv(&body[..56]);
    body[56..].copy_from_slice(&sum.to_le_bytes());
}

fn fnv(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// Makes the entry of a change: the revision's name and the `mvccpb.KeyValue`.
fn entry(change: &Change<'_>, all: &[Change<'_>]) -> (Vec<u8>, Vec<u8>) {
    let mut name = [&change.revision.to_be_bytes()[..], b"_", &[0; 8]].concat();
    let mut message = field(1, change.key.as_bytes());
    let Some(value) = change.value else {
        name.push(b't');
        return (name, message);
    };
    let before = all.iter().filter(|other| other.key == change.key && other.revision <= change.revision);
    let mut created = (change.revision, 0);
    for other in before {
        created = match (other.value, created) {
            (None, _) => (change.revision, 0),
            (Some(_), (_, 0)) => (other.revision, 1),
            (Some(_), (revision, version)) => (revision, version + 1),
        };
    }
    for (number, count) in [(2, created.0), (3, change.revision), (4, created.1)] {
        message.extend(varint(number << 3));
        message.extend(varint(count.cast_unsigned()));
    }
    message.extend(field(5, value));
    (name, message)
}

/// Writes a field of bytes as protocol buffers do.
pub fn field(number: u64, bytes: &[u8]) -> Vec<u8> {
    [varint(number << 3 | 2), varint(bytes.len() as u64), bytes.to_vec()].concat()
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn meta_page(number: usize, pages: usize, transaction: u64) -> Vec<u8> {
    let mut body = Vec::new();
    for word in [0xED0C_DAED_u32, 2, PAGE as u32, 0] {
        body.extend(word.to_le_bytes());
    }
    for word in [3, 0, 2, pages as u64, transaction] {
        body.extend(word.to_le_bytes());
    }
    body.extend(fnv(&body).to_le_bytes());
    page(number, 0x04, 0, &body)
}

/// Makes a leaf page, over as many pages as it needs, of elements with flags, key and value.
pub fn leaf(id: usize, elements: &[(u32, &[u8], &[u8])]) -> Vec<u8> {
    let mut heads = Vec::new();
    let mut data: Vec<u8> = Vec::new();
    for (index, (flags, key, value)) in elements.iter().enumerate() {
        let position = (elements.len() - index) * 16 + data.len();
        for word in [*flags, position as u32, key.len() as u32, value.len() as u32] {
            heads.extend(word.to_le_bytes());
        }
        data.extend([*key, *value].concat());
    }
    page(id, 0x02, elements.len(), &[heads, data].concat())
}

fn page(id: usize, flags: u16, count: usize, body: &[u8]) -> Vec<u8> {
    let size = (16 + body.len()).next_multiple_of(PAGE);
    let mut page = (id as u64).to_le_bytes().to_vec();
    page.extend(flags.to_le_bytes());
    page.extend((count as u16).to_le_bytes());
    page.extend(((size / PAGE - 1) as u32).to_le_bytes());
    page.extend(body);
    page.resize(size, 0);
    page
}
