namespace Nedb.EntityFrameworkCore.Query;

public enum OrderState
{
    Open,
    Paid,
    Sent,
}
